import { describe, expect, test } from 'vitest';
import { guardCustomSql } from '../../src/custom-sql/guard.ts';

/** The part of the text that a refusal points at, from there on. */
async function refusedAt(text: string): Promise<{ readonly message: string; readonly from: string | null }> {
  const verdict = await guardCustomSql(text);
  if (verdict.kind === 'allowed') throw new Error(`allowed: ${verdict.text}`);
  return { message: verdict.message, from: verdict.position === null ? null : text.slice(verdict.position) };
}

describe('P15: custom SQL is one SELECT that only reads', () => {
  test.each([
    ['select 1; select 2', 'more than one statement'],
    ['insert into t values (1)', 'another kind of statement'],
    ['copy t to program $$x$$', 'another kind of statement'],
    ['do $$ begin end $$', 'another kind of statement'],
    ['explain analyze select 1', 'another kind of statement'],
    ['with x as (delete from t returning *) select * from x', 'DELETE'],
    ['with x as (insert into t select 1 returning *) select * from x', 'INSERT'],
    ['with x as (merge into t using s on true when matched then delete returning *) select * from x', 'MERGE'],
    ['select * from (with x as (update t set a = 1 returning a) select * from x) y', 'UPDATE'],
    ['select 1 where exists (with x as (delete from t returning 1) select 1 from x)', 'DELETE'],
    ['select * into y from t', 'SELECT INTO'],
    ['select * from t for update', 'lock'],
    ['select (select 1 from t for key share)', 'lock'],
    ['select $1', 'parameters'],
    ['select 1) as x; drop table t; --', 'syntax error'],
    ['select 1 /* open', 'unterminated'],
    ["select 'a\0b'", 'no statement can hold'],
    ['   ', 'Write a SELECT'],
    ['-- nothing', 'Write a SELECT'],
    [';;', 'Write a SELECT'],
    [`select ${'('.repeat(300)}1${')'.repeat(300)}`, 'nests'],
    [`select '${'x'.repeat(100_000)}'`, 'at most'],
  ])('%s', async (text, message) => {
    expect((await refusedAt(text)).message).toContain(message);
  });
});

test('P33: SQL that is too deep for the parser is refused, and takes the parser from nobody', async () => {
  for (let round = 0; round < 20; round += 1) {
    expect((await guardCustomSql(`select ${'not '.repeat(8000)}true`)).kind).toBe('refused');
  }
  expect((await guardCustomSql(`select 1${'+1'.repeat(5000)}`)).kind).toBe('refused');
  expect(await guardCustomSql('select 1')).toEqual({ kind: 'allowed', text: 'select 1' });
});

describe('P15: custom SQL calls no function that reaches beyond its arguments', () => {
  test.each([
    "select pg_read_file('/etc/passwd')",
    "select ('/etc/passwd'::text).pg_read_file",
    "select (('x')::text).dblink_connect",
    "select x.pg_read_file from unnest(array['/etc/passwd']) x",
    "select x.dblink_connect from unnest(array['a']) x",
    "select unnest.dblink_connect from unnest(array['a'])",
    "select x.http_get from unnest(array['a']) as x, unnest(array['b']) as y(http_get)",
    "select x.http_get from unnest(array['a']) as x where exists (select 1 from unnest(array['b']) as x(http_get))",
    "select * from dblink('x', 'select 1') as t(a int)",
    "select query_to_xml('select * from elog.secret', true, true, '')",
    "select table_to_xml('elog.secret', true, true, '')",
    "select ts_stat('select 1')",
    "select pg_catalog.set_config('default_transaction_read_only', 'off', false)",
    "select current_setting('x')",
    "select nextval('s')",
    'select lo_unlink(1)',
    'select pg_terminate_backend(1)',
    'select pg_sleep(100)',
    'select public.upper(a) from src.t',
    'select my_function()',
    'select sum(nextval(a)) over (order by 1) from src.t',
    'select 1 from src.t window w as (partition by nextval(a))',
    'select a from src.t order by nextval(a)',
    'select a from src.t limit (select nextval(a))',
    'select array[nextval(a)], row(nextval(a)) from src.t',
    "select case when true then nextval('s') end",
    "select json_object('a': nextval('s'))",
    "select json_arrayagg(nextval('s'))",
    "select count(*) filter (where nextval('s') > 0) from src.t",
    "select a from src.t group by rollup (nextval('s'))",
    "select * from src.t join src.u on nextval('s') > 0",
    "select * from rows from (nextval('s'), upper('x')) as r",
    "select * from xmltable('/a' passing query_to_xml('select 1', true, true, '') columns a text)",
    "select * from src.t tablesample bernoulli (nextval('s'))",
    "values (nextval('s'))",
    'select 1 operator(evil.+) 2',
    'select a from src.t order by a using operator(evil.<)',
    'select * from src.t tablesample evil (1)',
  ])('%s', async (text) => {
    expect((await guardCustomSql(text)).kind).toBe('refused');
  });
});

describe('P15: the edit log and the catalogues are no source', () => {
  test.each([
    'select * from elog.SIGDS_WAL_abc',
    'select * from "SIGDS_WAL_abc"',
    'select * from sIgDs_wal_abc',
    'table sigds_wal_abc',
    String.raw`select * from U&"\0073igds_wal_abc"`,
    'select (select count(*) from elog.sigds_wal_abc)',
    'with x as (select * from elog.sigds_wal_abc) select * from x',
    'select * from "Sigds_schema".t',
    'select * from pg_stats',
    'select * from pg_catalog.pg_statistic',
    'select * from pg_toast.pg_toast_1',
    'select * from information_schema.tables',
  ])('%s', async (text) => {
    expect((await guardCustomSql(text)).kind).toBe('refused');
  });
});

describe('custom SQL that people write', () => {
  test.each([
    'select a, b as "B;" from src.t where a = \'x;y\' -- done',
    'with recursive r(n) as (select 1 union all select n + 1 from r where n < 5) search depth first by n set o select * from r',
    'values (1), (2)',
    'table src.t',
    'select distinct on (a) a, lag(b) over w from src.t window w as (order by a)',
    'select sum(x) filter (where y) over (partition by z order by d rows 2 preceding) from src.t',
    "select extract(year from d), substring(a from 1 for 2), trim(both 'x' from a), a at time zone 'UTC', current_date, interval '1 day' from src.t",
    "select j ->> 'a', (j #> '{a}')::int, e.key, e.value from src.t, jsonb_each(j) e",
    'select g.n from generate_series(1, 3) as g(n)',
    "select r.a from json_to_recordset('[]') as r(a int)",
    "select * from json_table('[1]', '$[*]' columns (a int path '$')) j",
    'select t.position, t.value from src.t t',
    'select grouping(a), count(*) from src.t group by grouping sets ((a), ())',
    'select * from src.t tablesample bernoulli (1)',
    'select a = any (array[1, 2]), exists (select 1 from src.u) from src.t',
    'select xmlelement(name foo, a) from src.t',
    'select a::numeric(10, 2), b collate "C" from src.t',
    "select date_trunc('month', d), percentile_cont(0.5) within group (order by x) from src.t group by 1",
  ])('%s', async (text) => {
    expect(await guardCustomSql(text)).toEqual({ kind: 'allowed', text });
  });

  test('the last semicolon and what follows it are left out', async () => {
    expect(await guardCustomSql("select 'é' as x;  -- ü")).toEqual({ kind: 'allowed', text: "select 'é' as x" });
  });

  test('a refusal points at its place, counted as an editor does', async () => {
    expect((await refusedAt("select '😀é', pg_read_file('x')")).from).toBe("pg_read_file('x')");
    expect((await refusedAt("select '😀é', selec from from")).from).toBe('from');
    expect((await refusedAt("select '😀é' from pg_stats")).from).toBe('pg_stats');
  });
});
