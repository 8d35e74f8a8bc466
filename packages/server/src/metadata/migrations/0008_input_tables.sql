-- Input tables as the product knows them. Their truth is the edit log; this is the registry that says which table in
-- which destination Penstock made (P8), where it sits in its workbook, and what each reader has put away.
create table input_tables (
  id uuid primary key,
  workbook_id uuid not null references workbooks (id),
  page_id text not null,
  name text not null,
  connection_id uuid not null references connections (id),
  destination_database text not null,
  destination_schema text not null,
  -- The configured destination it went to; a removed destination keeps its row.
  destination_id uuid,
  table_name text not null,
  -- Who created it: the author of the log's first edit, and that person's login as the warehouse reported it.
  owner_member_id uuid not null references members (id),
  owner_login text,
  -- The comment on the table in the warehouse; with the owner's login it is the ownership fingerprint.
  fingerprint text not null,
  -- planned -> writing -> live -> retired: one life for every written object.
  life text not null default 'planned' check (life in ('planned', 'writing', 'live', 'retired')),
  create_edit_id text not null,
  -- Filled from time to time, so that a restarted node can size the grid before it has counted.
  row_count bigint,
  created_at timestamptz not null default now(),
  unique (owner_member_id, create_edit_id),
  unique (connection_id, destination_database, destination_schema, table_name)
);
create index input_tables_of_workbook on input_tables (workbook_id);
create index input_tables_of_connection on input_tables (connection_id);

-- A rejected edit stays in its author's tray until it is sent again or put away. The edit itself is in the log.
create table input_table_tray_closings (
  input_table_id uuid not null references input_tables (id),
  edit_id text not null,
  member_id uuid not null references members (id),
  sent_again_as text,
  closed_at timestamptz not null default now(),
  primary key (input_table_id, member_id, edit_id)
);

create trigger input_tables_announce after insert or update of life, name, workbook_id, owner_login or delete on input_tables
  for each row execute function announce_change();
