-- The installation itself, change notifications, and requests that were made with an Idempotency-Key.

-- One row: who we are. Another installation's edit log is told apart by this id.
create table installation (
  only_row boolean primary key default true check (only_row),
  id uuid not null default gen_random_uuid(),
  organization_name text not null default 'My organization' check (length(organization_name) between 1 and 200),
  created_at timestamptz not null default now()
);
insert into installation default values;

-- Number of each server process that ever started; a live one holds an advisory lock on its number.
create sequence server_process_numbers as integer;

-- Tells every server process that a row changed, so that cached facts are dropped at once.
create function announce_change() returns trigger language plpgsql as $$
begin
  perform pg_notify(tg_table_name || '_changed', case tg_op when 'DELETE' then old.id::text else new.id::text end);
  return null;
end
$$;

create table idempotency_keys (
  -- Derived from member and key.
  id uuid primary key,
  member_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  -- HMAC-SHA-256 over method, path and body, under a key derived from the master key.
  request_hash bytea not null,
  claimed_at timestamptz not null default now(),
  -- The server process that works on it.
  claimed_by integer not null,
  -- The answer; null while the request runs. The body is sealed: some answers show a secret once.
  status integer,
  content_type text,
  sealed_body bytea,
  unique (member_id, key)
);
create index idempotency_keys_claimed_at on idempotency_keys (claimed_at);
