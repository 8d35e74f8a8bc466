-- Who may write a column of an input table and which values are wanted in it, by column id. Beside the edit log, not in it:
-- rules judge edits to come, and a table is rebuilt from its log the same whatever they say.
alter table input_tables add column column_rules jsonb not null default '{}';

drop trigger input_tables_announce on input_tables;
create trigger input_tables_announce
  after insert or update of life, name, workbook_id, owner_login, column_rules or delete on input_tables
  for each row execute function announce_change();
