-- Data permissions on connections with credentials of their own: on the connection, a schema or a table, to a member,
-- a team or (neither given) everyone.
create table data_permissions (
  connection_id uuid not null references connections (id) on delete cascade,
  member_id uuid references members (id) on delete cascade,
  team_id uuid references teams (id) on delete cascade,
  permission text not null check (permission in ('can-use', 'can-write-only')),
  schema_name text,
  table_name text,
  check (member_id is null or team_id is null),
  check (table_name is null or schema_name is not null),
  unique nulls not distinct (connection_id, member_id, team_id, permission, schema_name, table_name)
);
create index data_permissions_team on data_permissions (team_id) where team_id is not null;

insert into data_permissions (connection_id, member_id, permission) select connection_id, member_id, permission from connection_permissions;
drop table connection_permissions;

create function announce_data_permission_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('data_permissions_changed', case tg_op when 'DELETE' then old.connection_id::text else new.connection_id::text end);
  return null;
end
$$;
create trigger announce after insert or update or delete on data_permissions for each row execute function announce_data_permission_change();

-- What Admins know of a person, for example a region; a static connection may let one of them choose the role.
create table member_attributes (
  member_id uuid not null references members (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  value text not null check (length(value) <= 1000),
  primary key (member_id, name)
);

create function announce_member_attribute_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('member_attributes_changed', case tg_op when 'DELETE' then old.member_id::text else new.member_id::text end);
  return null;
end
$$;
create trigger announce after insert or update or delete on member_attributes for each row execute function announce_member_attribute_change();

-- The attribute whose value is the role that a session of a static connection takes; null: the login's own rights.
alter table connections add column role_attribute text check (length(role_attribute) between 1 and 100);
