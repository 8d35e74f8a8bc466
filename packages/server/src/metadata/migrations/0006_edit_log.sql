-- What metadata keeps of the edit log: numbers, who applies a table, how far it is applied. Never a payload: edits are
-- in the warehouse's log, and everything here but the numbers on their way can be derived from it again.

-- The log of each connection: made once; missing later means moved.
create table edit_logs (
  connection_id uuid primary key references connections (id),
  -- Grows when an older metadata backup was restored, so that what the lost time still lands is void.
  epoch integer not null default 1,
  made_at timestamptz
);

-- Keys of the log's signatures, sealed; derived from the master key of the day they were first used.
create table edit_log_keys (
  key_id text primary key,
  sealed_key bytea not null,
  created_at timestamptz not null default now()
);

-- One row an input table, changed with every group of edits: it lives apart from the registry of input tables.
create table edit_log_tables (
  table_id uuid primary key,
  connection_id uuid not null references edit_logs (connection_id),
  database_name text not null,
  schema_name text not null,
  table_name text not null,
  -- The highest number that was given.
  head_num bigint not null default 0,
  -- Every number at or below it is settled: applied, void, or an exception.
  applied_num bigint not null default 0,
  -- The columns at applied_num, a projection of the log.
  shape text not null default '',
  restrictions text not null default '[]',
  -- The lease of the node that applies. The fence grows with each holder.
  holder text,
  fence bigint not null default 0,
  expires_at timestamptz
) with (fillfactor = 50);
create index edit_log_tables_of_connection on edit_log_tables (connection_id);

-- One row a number that was given. `envelope` is everything but the payload, so that a client's retry makes the very
-- same bytes; what the product itself writes is small and kept whole in it.
create table edit_numbers (
  table_id uuid not null references edit_log_tables (table_id),
  num bigint not null,
  edit_id text not null,
  member_id text not null,
  payload_hash text not null,
  envelope text not null,
  state text not null,
  -- The process that has it in hand: when that is gone, nobody need wait for it.
  given_to text not null default '',
  allocated_at timestamptz not null default clock_timestamp(),
  -- Of an abandoned number: the edit id that lost it, which is free again.
  abandoned_edit_id text,
  abandoned_at text,
  primary key (table_id, num),
  unique (table_id, edit_id)
) with (fillfactor = 80);

-- Edits at or below the watermark that are not applied: waiting for a sign-in, or refused (the author's tray).
create table edit_exceptions (
  table_id uuid not null references edit_log_tables (table_id),
  num bigint not null,
  edit_id text not null,
  kind text not null check (kind in ('waiting', 'rejected')),
  member_id text not null,
  adopted_by text,
  code text not null,
  reason text not null,
  primary key (table_id, num)
);
create index edit_exceptions_waiting on edit_exceptions (coalesce(adopted_by, member_id)) where kind = 'waiting';

-- Numbers for a group of edits of many tables, in one round trip. The tables are locked first and in one order, so
-- that the statement after the lock sees every number that was given before, and groups never deadlock.
create function give_edit_numbers(
  table_ids uuid[], edit_ids text[], member_ids text[], payload_hashes text[], envelopes text[], fences bigint[], receiver text
) returns table (place bigint, outcome text, num bigint, state text, envelope text) language plpgsql
set enable_seqscan = off as $$
#variable_conflict use_column
begin
  perform 1 from edit_log_tables t where t.table_id = any (table_ids) order by t.table_id for no key update;
  return query
  with asked as (
    select a.* from unnest(table_ids, edit_ids, member_ids, payload_hashes, envelopes, fences)
      with ordinality as a (table_id, edit_id, member_id, payload_hash, envelope, fence, place)
  ), judged as (
    select a.*, t.head_num, l.epoch, known.num as known_num, known.state as known_state, known.envelope as known_envelope,
      case
        when t.table_id is null then 'table-unknown'
        when known.num is not null and (known.payload_hash <> a.payload_hash or known.member_id <> a.member_id or known.state = 'abandoned') then 'other-payload'
        when a.fence is not null and a.fence <> t.fence then 'fence-lost'
        when known.num is not null then 'known'
        else 'fresh'
      end as verdict
    from asked a
      left join edit_log_tables t on t.table_id = a.table_id
      left join edit_logs l on l.connection_id = t.connection_id
      left join lateral (
        select e.* from edit_numbers e where e.table_id = a.table_id and e.edit_id = a.edit_id limit 1
      ) known on true
  ), fresh as (
    select j.table_id, j.edit_id, j.member_id, j.payload_hash, j.place,
      j.head_num + row_number() over (partition by j.table_id order by j.place) as num,
      -- The epoch is the registry's at this moment, whatever the node believes.
      left(j.envelope, -1) || ',"epoch":' || j.epoch || '}' as envelope
    from judged j where j.verdict = 'fresh'
  ), inserted as (
    insert into edit_numbers (table_id, num, edit_id, member_id, payload_hash, envelope, state, given_to)
    select f.table_id, f.num, f.edit_id, f.member_id, f.payload_hash, f.envelope, 'allocated', receiver from fresh f
  ), moved as (
    update edit_log_tables t set head_num = f.num
    from (select f.table_id, max(f.num) as num from fresh f group by f.table_id) f where t.table_id = f.table_id
  )
  select j.place, j.verdict, coalesce(f.num, j.known_num), coalesce(j.known_state, 'allocated'), coalesce(f.envelope, j.known_envelope)
  from judged j left join fresh f on f.place = j.place order by j.place;
end
$$;

-- Compare-and-swap of confirmed numbers; answers the places that count as logged. The commit need not wait for the
-- disk: should it be lost, the numbers are found in the log and become logged again.
create function confirm_edit_numbers(table_ids uuid[], nums bigint[]) returns table (place bigint) language plpgsql
set enable_seqscan = off as $$
#variable_conflict use_column
begin
  perform set_config('synchronous_commit', 'off', true);
  return query
  with asked as (
    select a.* from unnest(table_ids, nums) with ordinality as a (table_id, num, place)
  ), swapped as (
    update edit_numbers e set state = 'logged' from asked a
    where e.table_id = a.table_id and e.num = a.num and e.state = 'allocated' returning a.place
  )
  select s.place from swapped s
  union all
  select a.place from asked a join edit_numbers e on e.table_id = a.table_id and e.num = a.num where e.state = 'logged';
end
$$;

-- Progress of the applier, refused when its fence is lost. Without exceptions it may be lost: the same edits are
-- applied again, which the guards in the warehouse make harmless.
create function note_edit_progress(
  of_table uuid, under_fence bigint, new_applied_num bigint, new_shape text, new_restrictions text, raised text, lifted bigint[]
) returns boolean language plpgsql as $$
declare
  held boolean;
begin
  if raised = '[]' and cardinality(lifted) = 0 then
    perform set_config('synchronous_commit', 'off', true);
  end if;
  update edit_log_tables t set applied_num = new_applied_num, shape = new_shape, restrictions = new_restrictions
  where t.table_id = of_table and t.fence = under_fence and t.holder is not null returning true into held;
  if held is null then
    return false;
  end if;
  delete from edit_exceptions e where e.table_id = of_table and e.num = any (lifted);
  insert into edit_exceptions (table_id, num, edit_id, kind, member_id, adopted_by, code, reason)
  select of_table, r.num, r."editId", r.kind, r."memberId", r."adoptedBy", r.code, r.reason
  from jsonb_to_recordset(raised::jsonb)
    as r (num bigint, "editId" text, kind text, "memberId" text, "adoptedBy" text, code text, reason text)
  on conflict (table_id, num) do update set kind = excluded.kind, adopted_by = excluded.adopted_by, code = excluded.code, reason = excluded.reason;
  return true;
end
$$;
