-- The role that the session had taken after its sign-in; null: the login's own rights.
alter table query_history add column role text;
-- Whether the person brought an element of their own: what it says is theirs, not the document's.
alter table query_history add column explores boolean not null default false;
