-- Signing in, sessions and kept credentials. Every `*_sealed` column holds ciphertext that opens only in its own row and column.

-- Data keys, each wrapped by the master key. Ciphertexts name the key that sealed them.
create table encryption_keys (
  id uuid primary key,
  master_key_id text not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);

-- One row: how people sign in. `version` grows with every change.
create table authentication_settings (
  id smallint primary key default 1 check (id = 1),
  method text not null check (method in ('oauth', 'oauth-or-password')),
  provider_name text,
  issuer text,
  client_id text,
  client_secret_sealed bytea,
  scopes text[] not null default '{}',
  id_token_algorithm text not null default 'RS256',
  trusts_email boolean not null default false,
  version bigint not null default 1,
  updated_at timestamptz not null default now()
);

create trigger announce after insert or update on authentication_settings for each row execute function announce_change();

-- Who a member is at an identity provider. A member has at most one identity at an issuer.
create table member_identities (
  issuer text not null,
  subject text not null,
  member_id uuid not null references members (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (issuer, subject),
  unique (member_id, issuer)
);

create table member_passwords (
  member_id uuid primary key references members (id) on delete cascade,
  -- argon2id in PHC string format
  password_hash text not null,
  changed_at timestamptz not null default now()
);

-- Attempts to sign in with a password, counted before the password is looked at.
create table sign_in_attempts (
  bucket text primary key,
  attempts integer not null,
  window_ends_at timestamptz not null
);
create index sign_in_attempts_window on sign_in_attempts (window_ends_at);

-- Sign-ins under way: a row is taken out by the first response that fits it.
create table sign_in_flows (
  id uuid primary key,
  state_hash bytea not null unique,
  -- hash of the cookie of the browser that started the flow
  browser_hash bytea not null,
  -- null: the organization's provider; otherwise the connection with a client of its own
  connection_id uuid,
  -- who started a connection's own sign-in; null for the organization's
  session_id uuid,
  issuer text not null,
  -- code verifier, nonce
  secrets_sealed bytea not null,
  -- what the provider was asked for
  audiences text[] not null,
  scopes text[] not null,
  return_to text not null,
  expires_at timestamptz not null
);
create index sign_in_flows_expiry on sign_in_flows (expires_at);

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  member_id uuid not null references members (id) on delete cascade,
  through text not null check (through in ('oauth', 'password')),
  address text,
  user_agent text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_member on sessions (member_id) where ended_at is null;
-- Only the end of a session is news to other nodes; "last seen" is written often.
create trigger announce after update of ended_at or delete on sessions for each row execute function announce_change();

-- Versions of credentials are never used twice, also not by a credential that was cleared and gained again.
create sequence warehouse_credential_versions;

-- A person's standing with one OAuth client: the organization's (`provider` = 'organization') or a connection's own (its id).
create table warehouse_credentials (
  id uuid primary key,
  member_id uuid not null references members (id) on delete cascade,
  provider text not null,
  issuer text not null,
  client_id text not null,
  subject text not null,
  -- what the sign-in asked for: a refresh never asks for more
  audiences text[] not null,
  scopes text[] not null,
  -- fallback for access tokens that do not name the login themselves
  login text not null,
  -- null once the provider rejected it or the person revoked it
  refresh_token_sealed bytea,
  refresh_expires_at timestamptz,
  version bigint not null default nextval('warehouse_credential_versions'),
  gained_at timestamptz not null,
  cleared_at timestamptz,
  unique (member_id, provider)
);
-- A refresh is no news to other nodes: the access tokens they hold stay good.
create trigger announce after update of gained_at, cleared_at or delete on warehouse_credentials
  for each row execute function announce_change();

-- Access tokens by audience, so that all nodes share one refresh.
create table warehouse_access_tokens (
  id uuid primary key,
  credential_id uuid not null references warehouse_credentials (id) on delete cascade,
  -- '' is the audience of the sign-in itself
  audience text not null,
  scopes text not null,
  login text not null,
  token_sealed bytea not null,
  obtained_at timestamptz not null,
  expires_at timestamptz not null,
  version bigint not null,
  unique (credential_id, audience, scopes)
);
