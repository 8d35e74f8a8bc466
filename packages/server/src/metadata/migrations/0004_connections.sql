-- Connections: how to reach a warehouse and as whom, where people may write, where the edit log lives.
-- Secrets are sealed to their row by the credentials room (table, row id, column).

create table connections (
  id uuid primary key,
  name text not null,
  type text not null check (type in ('postgresql')),
  host text not null,
  port integer not null check (port between 1 and 65535),
  database text not null,
  tls text not null check (tls in ('require', 'off')),
  authentication text not null check (authentication in ('static', 'oauth')),
  oauth_level text check (oauth_level in ('organization', 'independent')),
  oauth_audience text,
  oauth_scopes text[] not null default '{}',
  oauth_issuer text,
  oauth_client_id text,
  oauth_client_secret_sealed bytea,
  connection_login text,
  connection_password_sealed bytea,
  service_account_login text,
  service_account_password_sealed bytea,
  write_access boolean not null default false,
  edit_log_database text,
  edit_log_schema text,
  -- Where the log table was once created; never cleared, so that a log missing later means moved, not new.
  edit_log_table_database text,
  edit_log_table_schema text,
  edit_log_table_name text,
  -- Grows with every change; part of every cache and pool key.
  generation bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid references members (id) on delete set null,
  updated_at timestamptz not null default now(),
  check ((authentication = 'oauth') = (oauth_level is not null and oauth_audience is not null)),
  check ((authentication = 'static') = (connection_login is not null and connection_password_sealed is not null)),
  check ((service_account_login is null) = (service_account_password_sealed is null)),
  check ((edit_log_database is null) = (edit_log_schema is null)),
  check ((edit_log_table_name is null) = (edit_log_table_schema is null)),
  check ((edit_log_table_name is null) = (edit_log_table_database is null))
);

create unique index connections_name on connections (lower(name));

create trigger announce_change after insert or update or delete on connections for each row execute function announce_change();

-- Removing a destination keeps its row, because objects written there stay open and keep their home.
create table write_destinations (
  id uuid primary key,
  connection_id uuid not null references connections (id) on delete cascade,
  database text not null,
  schema text not null,
  position integer not null,
  removed_at timestamptz,
  unique (connection_id, database, schema)
);

-- Data permission on connections with credentials of their own, where the warehouse cannot tell people apart (R61).
-- Without a member: everyone.
create table connection_permissions (
  connection_id uuid not null references connections (id) on delete cascade,
  member_id uuid references members (id) on delete cascade,
  permission text not null check (permission in ('can-use', 'can-write-only')),
  unique nulls not distinct (connection_id, member_id, permission)
);

-- The latest governance check of each connection's edit log.
create table governance_checks (
  connection_id uuid primary key references connections (id) on delete cascade,
  checked_at timestamptz not null,
  healthy boolean not null,
  findings jsonb not null
);
