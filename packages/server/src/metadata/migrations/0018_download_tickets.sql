-- Downloads that were just asked for: a browser follows a link to one, so that rows go to its disk and not through the page.
-- Each is good once, for a minute, for the member who asked.
create table download_tickets (
  ticket_hash bytea primary key,
  member_id uuid not null references members (id) on delete cascade,
  workbook_id uuid not null references workbooks (id) on delete cascade,
  element_id text not null,
  question jsonb not null,
  expires_at timestamptz not null
);
create index download_tickets_by_end on download_tickets (expires_at);
