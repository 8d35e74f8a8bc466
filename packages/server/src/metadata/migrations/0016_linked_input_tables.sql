-- The columns of a linked input table that hold the keys of its rows, in their order; none for one that people add rows to.
-- They are chosen when the table is made and stay. The keys themselves are in the log and in the data table.
alter table input_tables add column key_columns text[] not null default '{}';
