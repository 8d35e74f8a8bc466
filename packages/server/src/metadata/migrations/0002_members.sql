-- Account types, members and API keys. Identities and local passwords are in 0003.

create table account_types (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  -- Null on custom types. Built-in types never change.
  built_in text unique check (built_in in ('view', 'build', 'admin')),
  permissions text[] not null,
  -- New members get the type of the lowest rank.
  rank integer not null,
  created_at timestamptz not null default now()
);
create unique index account_types_name on account_types (lower(name));
insert into account_types (name, built_in, permissions, rank) values
  ('View', 'view', '{workbooks.view}', 0),
  ('Build', 'build', '{workbooks.view,workbooks.explore,workbooks.build,input-tables.write,api-keys.use}', 100),
  ('Admin', 'admin', '{organization.manage,members.manage,connections.manage,workbooks.view,workbooks.explore,workbooks.build,input-tables.write,api-keys.use}', 1000);

create table members (
  id uuid primary key default gen_random_uuid(),
  email text not null check (length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  account_type_id uuid not null references account_types (id),
  status text not null default 'active' check (status in ('active', 'deactivated')),
  created_at timestamptz not null default now()
);
create unique index members_email on members (lower(email));
create index members_account_type on members (account_type_id);

create table api_keys (
  id uuid primary key default gen_random_uuid(),
  member_id uuid not null references members (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  -- SHA-256 of the secret, which has 256 random bits.
  secret_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_on date,
  revoked_at timestamptz
);
create index api_keys_member on api_keys (member_id);

create trigger announce after insert or update or delete on account_types for each row execute function announce_change();
create trigger announce after insert or update or delete on members for each row execute function announce_change();
create trigger announce after insert or update or delete on api_keys for each row execute function announce_change();
