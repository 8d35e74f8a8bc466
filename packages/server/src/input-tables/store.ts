/** Metadata SQL of input tables: the registry of what Penstock made, and which tray entries were put away. */
import type { ColumnRules } from '@penstock/domain/input-tables/column-rules';
import type pg from 'pg';

export type Life = 'planned' | 'writing' | 'live' | 'retired';

export interface InputTable {
  readonly id: string;
  readonly workbookId: string;
  readonly pageId: string;
  readonly name: string;
  readonly connectionId: string;
  readonly destination: { readonly database: string; readonly schema: string };
  /** The configured destination; it may have been removed since. */
  readonly destinationId: string | null;
  readonly tableName: string;
  readonly ownerMemberId: string;
  /** The owner's login as the warehouse reported it; `null` until the table was made. */
  readonly ownerLogin: string | null;
  readonly fingerprint: string;
  readonly life: Life;
  readonly createEditId: string;
  /** Rows when it was last counted; `null` before. */
  readonly rowCount: number | null;
  /** By column id; a column without rules is absent. */
  readonly columnRules: ReadonlyMap<string, ColumnRules>;
  /** Ids of the columns that hold the keys of a linked table's rows, in their order; empty for one that is not linked. */
  readonly keyColumns: readonly string[];
}

type Queryable = Pick<pg.Pool, 'query'>;

interface Row {
  readonly id: string;
  readonly workbook_id: string;
  readonly page_id: string;
  readonly name: string;
  readonly connection_id: string;
  readonly destination_database: string;
  readonly destination_schema: string;
  readonly destination_id: string | null;
  readonly table_name: string;
  readonly owner_member_id: string;
  readonly owner_login: string | null;
  readonly fingerprint: string;
  readonly life: Life;
  readonly create_edit_id: string;
  readonly row_count: string | null;
  readonly column_rules: Readonly<Record<string, ColumnRules>>;
  readonly key_columns: readonly string[];
}

export async function loadInputTable(on: Queryable, id: string): Promise<InputTable | null> {
  const { rows } = await on.query<Row>({ name: 'load input table', text: 'select * from input_tables where id = $1', values: [id] });
  return rows[0] === undefined ? null : tableOf(rows[0]);
}

export async function inputTablesOfConnection(on: Queryable, connectionId: string): Promise<readonly InputTable[]> {
  const { rows } = await on.query<Row>(
    "select * from input_tables where connection_id = $1 and life <> 'retired' order by created_at, id",
    [connectionId],
  );
  return rows.map(tableOf);
}

/** Registers a table before anything is written; a repeat of the same create answers with the first registration. */
export async function planInputTable(
  on: Queryable,
  table: Omit<InputTable, 'life' | 'ownerLogin' | 'rowCount' | 'columnRules'>,
): Promise<InputTable> {
  await on.query(
    `insert into input_tables (id, workbook_id, page_id, name, connection_id, destination_database, destination_schema, table_name,
       owner_member_id, fingerprint, create_edit_id, destination_id, key_columns)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (owner_member_id, create_edit_id) do nothing`,
    [
      table.id,
      table.workbookId,
      table.pageId,
      table.name,
      table.connectionId,
      table.destination.database,
      table.destination.schema,
      table.tableName,
      table.ownerMemberId,
      table.fingerprint,
      table.createEditId,
      table.destinationId,
      table.keyColumns,
    ],
  );
  const { rows } = await on.query<Row>('select * from input_tables where owner_member_id = $1 and create_edit_id = $2', [
    table.ownerMemberId,
    table.createEditId,
  ]);
  if (rows[0] === undefined) throw new Error('An input table that was just registered is gone.');
  return tableOf(rows[0]);
}

/** The rules of one column; those of others stay as they are. */
export async function setColumnRules(on: Queryable, id: string, columnId: string, rules: ColumnRules): Promise<void> {
  await on.query('update input_tables set column_rules = column_rules || jsonb_build_object($2::text, $3::jsonb) where id = $1', [
    id,
    columnId,
    JSON.stringify(rules),
  ]);
}

/** A written object's life only moves on. */
export async function advanceLife(on: Queryable, id: string, life: Life, ownerLogin: string | null): Promise<void> {
  await on.query("update input_tables set life = $2, owner_login = coalesce($3, owner_login) where id = $1 and life <> 'retired'", [
    id,
    life,
    ownerLogin,
  ]);
}

/** Input tables of a connection with edits that are logged and not written, how many, and whose sign-in or right they wait for. */
export async function pendingEditsOf(
  on: Queryable,
  connectionId: string,
): Promise<readonly { readonly id: string; readonly name: string; readonly edits: number; readonly waitingFor: readonly string[] }[]> {
  const { rows } = await on.query<{ id: string; name: string; edits: string; waiting_for: readonly string[] }>(
    `select t.id, t.name, l.head_num - l.applied_num + count(e.num) as edits,
       coalesce(array_agg(distinct m.name) filter (where m.name is not null), '{}') as waiting_for
     from input_tables t join edit_log_tables l on l.table_id = t.id
     left join edit_exceptions e on e.table_id = t.id and e.kind = 'waiting'
     left join members m on m.id::text = coalesce(e.adopted_by, e.member_id)
     where t.connection_id = $1 group by t.id, t.name, l.head_num, l.applied_num
     having l.head_num - l.applied_num + count(e.num) > 0 order by t.name limit 20`,
    [connectionId],
  );
  return rows.map(({ id, name, edits, waiting_for: waitingFor }) => ({ id, name, edits: Number(edits), waitingFor }));
}

export async function rememberRowCount(on: Queryable, id: string, rowCount: number): Promise<void> {
  await on.query('update input_tables set row_count = $2 where id = $1 and row_count is distinct from $2', [id, rowCount]);
}

/** Edit ids of rejected edits that this member has sent again or put away. */
export async function closedTrayEntries(on: Queryable, tableId: string, memberId: string): Promise<ReadonlySet<string>> {
  const { rows } = await on.query<{ edit_id: string }>(
    'select edit_id from input_table_tray_closings where input_table_id = $1 and member_id = $2',
    [tableId, memberId],
  );
  return new Set(rows.map((row) => row.edit_id));
}

export async function closeTrayEntry(
  on: Queryable,
  tableId: string,
  memberId: string,
  editId: string,
  sentAgainAs: string | null,
): Promise<void> {
  await on.query(
    `insert into input_table_tray_closings (input_table_id, member_id, edit_id, sent_again_as) values ($1, $2, $3, $4)
     on conflict (input_table_id, member_id, edit_id) do nothing`,
    [tableId, memberId, editId, sentAgainAs],
  );
}

/** Whether the edit log has given this edit of this member a number: then a repeat is the same edit (I4). */
export async function hasNumber(on: Queryable, tableId: string, memberId: string, editId: string): Promise<boolean> {
  const { rows } = await on.query(
    "select 1 from edit_numbers where table_id = $1 and edit_id = $2 and member_id = $3 and state <> 'abandoned'",
    [tableId, editId, memberId],
  );
  return rows.length > 0;
}

function tableOf(row: Row): InputTable {
  return {
    id: row.id,
    workbookId: row.workbook_id,
    pageId: row.page_id,
    name: row.name,
    connectionId: row.connection_id,
    destination: { database: row.destination_database, schema: row.destination_schema },
    destinationId: row.destination_id,
    tableName: row.table_name,
    ownerMemberId: row.owner_member_id,
    ownerLogin: row.owner_login,
    fingerprint: row.fingerprint,
    life: row.life,
    createEditId: row.create_edit_id,
    rowCount: row.row_count === null ? null : Number(row.row_count),
    columnRules: new Map(Object.entries(row.column_rules)),
    keyColumns: row.key_columns,
  };
}
