-- Documents that run as the service account, what an Admin approved of them, and the record of what Admins did.

-- A row is a toggle that is on. While it is, workbooks.published_number is the approved version: readers see what was approved.
create table service_account_toggles (
  workbook_id uuid primary key references workbooks (id) on delete cascade,
  set_by uuid not null references members (id),
  set_at timestamptz not null default now(),
  approved_number integer not null,
  -- Connections that qualified at the latest approval: only their parts run as the service account.
  covered_connections uuid[] not null,
  -- Everything the approved version reads, data models followed to their ends.
  approved_sources jsonb not null,
  -- Published, but waiting for an Admin.
  waiting_number integer,
  foreign key (workbook_id, approved_number) references workbook_versions (workbook_id, number),
  foreign key (workbook_id, waiting_number) references workbook_versions (workbook_id, number)
);

-- Versions that were ever served as the service account; restoring any other switches the toggle off.
create table service_account_approvals (
  workbook_id uuid not null,
  number integer not null,
  -- Null: it read nothing new, or approval was not asked for.
  approved_by uuid references members (id),
  approved_at timestamptz not null default now(),
  primary key (workbook_id, number),
  foreign key (workbook_id, number) references workbook_versions (workbook_id, number) on delete cascade
);

-- Whether a published version with new sources waits for an Admin while its document runs as the service account.
alter table installation add column service_account_approval boolean not null default true;

create function announce_toggle_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('service_account_toggles_changed', case tg_op when 'DELETE' then old.workbook_id::text else new.workbook_id::text end);
  return null;
end
$$;
create trigger announce after insert or update or delete on service_account_toggles for each row execute function announce_toggle_change();

-- Who changed what, when, from what to what. Entries outlive what they speak of, so they refer to nothing.
create table audit_entries (
  number bigint generated always as identity primary key,
  at timestamptz not null default now(),
  member_id uuid not null,
  member_email text not null,
  action text not null,
  subject_kind text not null,
  subject_id uuid not null,
  before jsonb,
  after jsonb
);
create index audit_entries_subject on audit_entries (subject_id, number desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% only grows', tg_table_name;
end
$$;
create trigger only_grows before update or delete or truncate on audit_entries for each statement execute function refuse_change();
