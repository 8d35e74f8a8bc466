-- What people are told in the product: Admins about the whole installation, a member about their own things.
create table notices (
  id uuid primary key default gen_random_uuid(),
  -- null: to every Admin
  member_id uuid references members (id) on delete cascade,
  -- The error catalogue's code, or a code of its own.
  code text not null,
  -- What it is about, for example 'connection:<id>'.
  subject text not null,
  detail text not null,
  next_step text not null,
  -- Address within the product where something can be done about it.
  link text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  times integer not null default 1,
  -- Set when the cause is gone.
  closed_at timestamptz
);
-- Told once while open.
create unique index notices_open on notices (coalesce(member_id, '00000000-0000-0000-0000-000000000000'), subject, code) where closed_at is null;
create index notices_member on notices (member_id, created_at);

create table notice_dismissals (
  notice_id uuid not null references notices (id) on delete cascade,
  member_id uuid not null references members (id) on delete cascade,
  dismissed_at timestamptz not null default now(),
  primary key (notice_id, member_id)
);
