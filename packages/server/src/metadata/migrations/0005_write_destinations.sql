-- What is known, per session, about the right to create objects in a destination; and every probe object ever named.

-- The session is a browser's, an API key's, or on static connections the connection itself; hence no foreign key.
create table write_verdicts (
  session_key text not null,
  destination_id uuid not null references write_destinations (id) on delete cascade,
  member_id uuid references members (id) on delete cascade,
  verdict text not null check (verdict in ('checking', 'authorized', 'unauthorized', 'unknown')),
  reason text,
  missing_privilege text,
  grant_sql text,
  checked_at timestamptz not null,
  -- What kind of answer it rests on: the warehouse's word, a missing schema, no sign-in, silence.
  cause text check (cause in ('privilege', 'missing-schema', 'sign-in', 'no-answer')),
  -- The server process that is probing; when that process is dead, or the time is over, the verdict counts as unknown.
  claimed_by integer,
  claimed_until timestamptz,
  primary key (session_key, destination_id)
);

create index write_verdicts_checked_at on write_verdicts (checked_at);

-- The name is recorded before the CREATE is sent, so that whatever a crash leaves behind is known.
create table probe_objects (
  id uuid primary key,
  purpose text not null check (purpose in ('write-access', 'edit-log')),
  host text not null,
  port integer not null,
  database text not null,
  schema text not null,
  table_name text not null,
  -- The table's only column: random, so that a table of the same name is not mistaken for ours.
  mark text not null,
  connection_id uuid references connections (id) on delete set null,
  member_id uuid references members (id) on delete set null,
  -- The login that creates it and alone may drop it.
  login text not null,
  recorded_at timestamptz not null,
  -- planned: may or may not exist; gone: dropped, or never came to be; foreign: not ours after all.
  state text not null check (state in ('planned', 'created', 'gone', 'foreign')),
  settled_at timestamptz,
  -- The server process that is between CREATE and DROP; null once it is done with it.
  claimed_by integer
);

create index probe_objects_leftover on probe_objects (host, port, database, login) where state in ('planned', 'created');
