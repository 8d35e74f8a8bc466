-- Workbooks, their pages and elements, and who may do what with them.

create table workbooks (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  owner_id uuid not null references members (id),
  -- IANA name; times are shown in it, whoever looks.
  document_time_zone text not null default 'UTC',
  -- Grows with every change of name, pages or elements.
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- A deleted workbook is gone for everybody, but its input tables and their log stay accounted for.
  deleted_at timestamptz
);
create index workbooks_owner on workbooks (owner_id) where deleted_at is null;

-- Ids are unique within a workbook only, so that nobody can occupy another workbook's.
create table workbook_pages (
  workbook_id uuid not null references workbooks (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  position integer not null,
  primary key (workbook_id, id)
);

create table workbook_elements (
  workbook_id uuid not null,
  id uuid not null,
  page_id uuid not null,
  kind text not null check (kind in ('input-table')),
  input_table_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  position integer not null,
  primary key (workbook_id, id),
  foreign key (workbook_id, page_id) references workbook_pages (workbook_id, id) on delete cascade
);
create index workbook_elements_input_table on workbook_elements (input_table_id);

-- member_id null: everyone in the organization.
create table workbook_grants (
  id uuid primary key default gen_random_uuid(),
  workbook_id uuid not null references workbooks (id) on delete cascade,
  member_id uuid references members (id) on delete cascade,
  granted_right text not null check (granted_right in ('view', 'explore', 'edit')),
  unique nulls not distinct (workbook_id, member_id)
);
create index workbook_grants_member on workbook_grants (member_id);

-- When a member last opened a workbook, for the home page.
create table workbook_visits (
  member_id uuid not null references members (id) on delete cascade,
  workbook_id uuid not null references workbooks (id) on delete cascade,
  visited_at timestamptz not null default now(),
  primary key (member_id, workbook_id)
);

create trigger announce after insert or update or delete on workbooks for each row execute function announce_change();

-- A grant's change is news about its workbook.
create function announce_grant_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('workbooks_changed', case tg_op when 'DELETE' then old.workbook_id::text else new.workbook_id::text end);
  return null;
end
$$;
create trigger announce after insert or update or delete on workbook_grants for each row execute function announce_grant_change();
