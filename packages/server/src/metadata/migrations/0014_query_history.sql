-- Every statement that an element's query ran: who asked, as whom and why it ran, how long each part took, how it ended.
create table query_history (
  id uuid primary key,
  at timestamptz not null,
  workbook_id uuid,
  element_id text,
  document_version text check (document_version in ('draft', 'published')),
  connection_id uuid not null,
  -- Who asked. History outlives members, documents and connections, so nothing here refers to them.
  member_id uuid not null,
  purpose text not null,
  principal text not null check (principal in ('person', 'service-account', 'connection-credential')),
  -- As the warehouse reported it; null when no session came about.
  login text,
  rule text not null,
  reason text not null,
  statement text not null,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  -- Kind and sentence of the failure.
  failure text,
  detail text,
  -- Until a session was there; until the warehouse answered; until all rows had come.
  queue_ms double precision,
  warehouse_ms double precision,
  fetch_ms double precision,
  row_count bigint,
  request_id text not null
);
create index query_history_at on query_history (at desc, id desc);
create index query_history_workbook on query_history (workbook_id, at desc, id desc);
