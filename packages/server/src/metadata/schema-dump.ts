/**
 * The schema of a metadata database as text, read from the catalog: what a reviewer reads, and what tells a fresh
 * database from one that was upgraded. There is no pg_dump among the parts that Penstock brings.
 */
import type pg from 'pg';

interface Line {
  readonly relation: string;
  readonly line: string;
}

// Everything of a table that decides how it behaves; owners and grants are the operator's.
const catalogQuery = `
  with relations as (
    select c.oid, c.relname, c.relkind from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'S', 'v')
  )
  select relname as relation, 1 as part, '' as name, case relkind when 'r' then 'table' when 'S' then 'sequence' else 'view' end as line from relations
  union all
  select r.relname, 2, a.attname, format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
         coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
    from relations r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where r.relkind = 'r'
  union all
  -- Names that PostgreSQL makes up for not-null constraints say nothing that the column does not.
  select r.relname, 3, o.conname, format('  constraint %s %s', o.conname, pg_get_constraintdef(o.oid))
    from relations r join pg_constraint o on o.conrelid = r.oid where o.contype <> 'n'
  union all
  select r.relname, 4, i.relname, '  ' || pg_get_indexdef(x.indexrelid)
    from relations r join pg_index x on x.indrelid = r.oid join pg_class i on i.oid = x.indexrelid
    where not exists (select from pg_constraint o where o.conindid = x.indexrelid)
  union all
  select r.relname, 5, t.tgname, '  ' || pg_get_triggerdef(t.oid) from relations r join pg_trigger t on t.tgrelid = r.oid where not t.tgisinternal
  union all
  select 'function ' || p.proname, 6, '', pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'public'::regnamespace
  order by relation, part, name`;

/** One paragraph for each table, sequence and function, in order of name. */
export async function dumpSchema(client: Pick<pg.ClientBase, 'query'>): Promise<string> {
  const { rows } = await client.query<Line>(catalogQuery);
  const paragraphs = new Map<string, string[]>();
  for (const { relation, line } of rows) {
    const lines = paragraphs.get(relation);
    if (lines === undefined) paragraphs.set(relation, [relation.startsWith('function ') ? line : `${line} ${relation}`]);
    else lines.push(line);
  }
  return `${[...paragraphs.values()].map((lines) => lines.map((line) => line.trimEnd()).join('\n')).join('\n\n')}\n`;
}
