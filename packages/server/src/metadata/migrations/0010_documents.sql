-- What a document says is one definition: a draft that its editors share, and the versions that were published of it.

alter table workbooks
  add column kind text not null default 'workbook' check (kind in ('workbook', 'data-model', 'dataset')),
  add column draft jsonb,
  add column draft_changed_by uuid references members (id),
  -- The version that readers see.
  add column published_number integer;
-- Grows with every change of the draft.
alter table workbooks rename column version to revision;

-- Names of elements are unique in a document now: a repeated one gets a number.
with numbered as (
  select e.*, row_number() over (partition by e.workbook_id, lower(e.name) order by p.position, e.position, e.id) as occurrence,
         row_number() over (partition by e.workbook_id, e.page_id order by e.position, e.id) as place
  from workbook_elements e join workbook_pages p on p.workbook_id = e.workbook_id and p.id = e.page_id
), pages as (
  select p.workbook_id, jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'elements', coalesce((
      select jsonb_agg(jsonb_build_object(
          'id', n.id, 'kind', 'input-table', 'inputTableId', n.input_table_id, 'editableIn', 'draft',
          'name', case n.occurrence when 1 then n.name else left(n.name, 190) || ' ' || n.occurrence end,
          'layout', jsonb_build_object('x', 0, 'y', (n.place - 1) * 16, 'width', 24, 'height', 16)) order by n.place)
      from numbered n where n.workbook_id = p.workbook_id and n.page_id = p.id), '[]')) order by p.position, p.id) as pages
  from workbook_pages p group by p.workbook_id
)
update workbooks w set draft_changed_by = w.owner_id, draft = jsonb_build_object(
  'formatVersion', 1, 'timeZone', w.document_time_zone, 'weekStart', 'monday',
  'pages', coalesce((select pages from pages where pages.workbook_id = w.id),
    jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'name', 'Page 1', 'elements', '[]'::jsonb))));

drop table workbook_elements;
drop table workbook_pages;

alter table workbooks
  alter column draft set not null,
  alter column draft_changed_by set not null,
  drop column document_time_zone;
alter table workbooks
  add column document_time_zone text not null generated always as (draft ->> 'timeZone') stored;
create index workbooks_deleted on workbooks (owner_id) where deleted_at is not null;

create table workbook_versions (
  workbook_id uuid not null references workbooks (id) on delete cascade,
  number integer not null,
  -- The draft's, so that a repeated request publishes once.
  revision integer not null,
  definition jsonb not null,
  -- In the publisher's words.
  summary text not null,
  published_by uuid not null references members (id),
  published_at timestamptz not null default now(),
  primary key (workbook_id, number),
  unique (workbook_id, revision)
);
alter table workbooks add foreign key (id, published_number) references workbook_versions (workbook_id, number);

-- Which pages and elements each revision touched: what two editors at once are told apart by. The last thousand.
create table workbook_draft_changes (
  workbook_id uuid not null references workbooks (id) on delete cascade,
  revision integer not null,
  member_id uuid not null references members (id),
  touched uuid[] not null,
  changed_at timestamptz not null default now(),
  primary key (workbook_id, revision)
);
