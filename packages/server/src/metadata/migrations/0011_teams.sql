-- Teams, folders, and grants to teams and on folders.

create table teams (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now()
);
create unique index teams_name on teams (lower(name));

create table team_members (
  team_id uuid not null references teams (id) on delete cascade,
  member_id uuid not null references members (id) on delete cascade,
  primary key (team_id, member_id)
);
create index team_members_member on team_members (member_id);

create table folders (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  owner_id uuid not null references members (id),
  parent_id uuid references folders (id),
  -- From the outermost folder to this one itself, kept by the server: who has a right on one of them has it here.
  path uuid[] not null check (path[cardinality(path)] = id),
  created_at timestamptz not null default now()
);
create index folders_path on folders using gin (path);

alter table workbooks add column folder_id uuid references folders (id);
create index workbooks_folder on workbooks (folder_id) where folder_id is not null;

-- member_id and team_id null: everyone in the organization.
create table folder_grants (
  folder_id uuid not null references folders (id) on delete cascade,
  member_id uuid references members (id) on delete cascade,
  team_id uuid references teams (id) on delete cascade,
  granted_right text not null check (granted_right in ('view', 'explore', 'edit')),
  check (member_id is null or team_id is null),
  unique nulls not distinct (folder_id, member_id, team_id)
);

alter table workbook_grants
  add column team_id uuid references teams (id) on delete cascade,
  add check (member_id is null or team_id is null),
  drop constraint workbook_grants_workbook_id_member_id_key,
  add unique nulls not distinct (workbook_id, member_id, team_id);
create index workbook_grants_team on workbook_grants (team_id) where team_id is not null;

create trigger announce after insert or update or delete on folders for each row execute function announce_change();
create trigger announce after insert or update or delete on teams for each row execute function announce_change();

-- A folder's grant is news about its folder, a membership about its member.
create function announce_folder_grant_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('folders_changed', case tg_op when 'DELETE' then old.folder_id::text else new.folder_id::text end);
  return null;
end
$$;
create trigger announce after insert or update or delete on folder_grants for each row execute function announce_folder_grant_change();

create function announce_team_member_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('team_members_changed', case tg_op when 'DELETE' then old.member_id::text else new.member_id::text end);
  return null;
end
$$;
create trigger announce after insert or update or delete on team_members for each row execute function announce_team_member_change();
