-- The role in which a person reads on a connection that they sign in to themselves; no row: their login's own rights.
create table role_choices (
  member_id uuid not null references members (id) on delete cascade,
  connection_id uuid not null references connections (id) on delete cascade,
  role text not null check (length(role) between 1 and 255),
  primary key (member_id, connection_id)
);

create function announce_role_choice() returns trigger language plpgsql as $$
begin
  perform pg_notify('role_choices_changed', case tg_op when 'DELETE' then old.member_id else new.member_id end || ' ' ||
    case tg_op when 'DELETE' then old.connection_id else new.connection_id end);
  return null;
end
$$;
create trigger announce after insert or update or delete on role_choices for each row execute function announce_role_choice();
