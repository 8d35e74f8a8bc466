/**
 * Whether what a person wrote may run as the source of an element (D13): one SELECT, parsed by PostgreSQL's own grammar and
 * looked through node by node. Everything that is not known to be harmless is refused, so that a construct nobody thought
 * of is a refusal and not a hole. The session is read-only besides; this guard is for what a read-only session still lets
 * happen, above all under a service account, which owns the edit log.
 *
 * Refused are: several statements; anything that writes or locks, also inside WITH; parameters; the product's own tables and
 * the server's catalogues (their statistics hold values of tables that the reader may not read); functions outside of
 * `allowed-functions.ts`, however they are called. `('/etc/passwd'::text).pg_read_file` is a call, too.
 */
import { isProductName } from '@penstock/domain/input-tables/physical-layout';
import type { GuardedSql } from '@penstock/domain/queries/resolved-source';
import { allowedFunctions } from './allowed-functions.ts';
import { parseSql } from './parse.ts';

export type GuardVerdict =
  /** `text`: without the final semicolon, to be wrapped as a subquery; its last line may be a comment. */
  | { readonly kind: 'allowed'; readonly text: GuardedSql }
  /** `position`: UTF-16 offset into the text; `null` where it is about the whole. */
  | { readonly kind: 'refused'; readonly message: string; readonly position: number | null };

const longestText = 100_000;
/** Nobody nests so deep by hand. */
const deepestNesting = 200;
/** Of the parsed tree: `a + b + c` is two deep. */
const deepestTree = 1000;

export async function guardCustomSql(text: string): Promise<GuardVerdict> {
  const unreadable = whyUnreadable(text);
  if (unreadable !== null) return { kind: 'refused', message: unreadable, position: null };
  const parsed = await parseSql(text);
  if (parsed.kind === 'too-deep') return tooDeep;
  if (parsed.kind === 'syntax-error') {
    const position = codePointOffset(text, parsed.character);
    return { kind: 'refused', message: `This is not the SQL of PostgreSQL: ${parsed.message}.`, position };
  }
  const bytes = Buffer.from(text, 'utf8');
  const at = (byte: number | null): number | null => (byte === null || byte < 0 ? null : bytes.subarray(0, byte).toString('utf8').length);
  try {
    const statement = onlyStatement(parsed.tree);
    checkNode('SelectStmt', statement.select, aliasesOfFunctions(statement.select));
    const end = statement.length === 0 ? bytes.length : statement.start + statement.length;
    return { kind: 'allowed', text: bytes.subarray(statement.start, end).toString('utf8').trim() as GuardedSql };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', message: error.message, position: at(error.byte) };
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
}

const tooDeep: GuardVerdict = { kind: 'refused', message: 'Custom SQL nests too deeply.', position: null };

function whyUnreadable(text: string): string | null {
  if (text.trim() === '') return 'Write a SELECT.';
  if (text.includes('\0') || !text.isWellFormed()) return 'This text holds characters that no statement can hold.';
  if (text.length > longestText) return `Custom SQL has at most ${longestText.toLocaleString('en')} characters.`;
  let depth = 0;
  for (const character of text) {
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    if (depth > deepestNesting) return `Custom SQL nests at most ${deepestNesting} parentheses.`;
  }
  return null;
}

/** The parser counts characters where it fails. */
function codePointOffset(text: string, characters: number): number {
  return [...text].slice(0, characters).join('').length;
}

class Refusal extends Error {
  readonly byte: number | null;

  /** `at`: where it is, or the node that it is about. */
  constructor(message: string, at: number | Fields | null = null) {
    super(message);
    this.byte = typeof at === 'number' ? at : locationOf(at);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function onlyStatement(tree: unknown): { readonly select: Fields; readonly start: number; readonly length: number } {
  const statements = isFields(tree) && Array.isArray(tree['stmts']) ? tree['stmts'].filter(isFields) : [];
  const [first, second] = statements;
  if (first === undefined) throw new Refusal('Write a SELECT.');
  if (second !== undefined)
    throw new Refusal('Custom SQL is one SELECT: this is more than one statement.', wholeNumber(second['stmt_location']));
  const statement = first['stmt'];
  const select = isFields(statement) ? statement['SelectStmt'] : undefined;
  if (!isFields(select)) throw new Refusal('Custom SQL is one SELECT: this is another kind of statement.', 0);
  return { select, start: wholeNumber(first['stmt_location']), length: wholeNumber(first['stmt_len']) };
}

function wholeNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Kinds of nodes that only read; some are looked at by a rule of their own, below. */
const readingNodes: ReadonlySet<string> = new Set(
  `SelectStmt ResTarget ColumnRef A_Star A_Const A_Expr BoolExpr NullTest BooleanTest CaseExpr CaseWhen CoalesceExpr
    MinMaxExpr FuncCall NamedArgExpr TypeCast TypeName SubLink RowExpr A_ArrayExpr A_Indirection A_Indices RangeVar
    RangeSubselect RangeFunction RangeTableSample RangeTableFunc RangeTableFuncCol JoinExpr Alias SortBy WindowDef
    GroupingSet GroupingFunc WithClause CommonTableExpr CTESearchClause CTECycleClause CollateClause SQLValueFunction
    XmlExpr XmlSerialize ColumnDef List String Integer Float Boolean BitString JsonFuncExpr JsonValueExpr JsonFormat
    JsonOutput JsonReturning JsonBehavior JsonArgument JsonKeyValue JsonObjectConstructor JsonArrayConstructor
    JsonArrayQueryConstructor JsonObjectAgg JsonArrayAgg JsonAggConstructor JsonIsPredicate JsonParseExpr JsonScalarExpr
    JsonSerializeExpr JsonTable JsonTableColumn JsonTablePathSpec`.split(/\s+/),
);

const refusedNodes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    InsertStmt: 'Custom SQL only reads: it cannot INSERT, not even inside WITH.',
    UpdateStmt: 'Custom SQL only reads: it cannot UPDATE, not even inside WITH.',
    DeleteStmt: 'Custom SQL only reads: it cannot DELETE, not even inside WITH.',
    MergeStmt: 'Custom SQL only reads: it cannot MERGE, not even inside WITH.',
    IntoClause: 'Custom SQL only reads: SELECT INTO makes a table.',
    LockingClause: 'Custom SQL only reads: it cannot lock rows (FOR UPDATE, FOR SHARE).',
    ParamRef: 'Custom SQL has no parameters such as $1.',
  }),
);

/** By alias of a function in FROM: the columns that it is given. Any other name after its dot may be a call. */
type FunctionAliases = ReadonlyMap<string, ReadonlySet<string>>;

function aliasesOfFunctions(select: Fields): FunctionAliases {
  const aliases = new Map<string, Set<string>>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isFields(value)) return;
    const range = value['RangeFunction'];
    if (isFields(range)) {
      const alias = isFields(range['alias']) ? range['alias'] : {};
      const names = typeof alias['aliasname'] === 'string' ? [alias['aliasname']] : functionNamesIn(range['functions']);
      const columns = [...stringsOf(alias['colnames']), ...definedColumns(range['coldeflist'])];
      for (const name of names) {
        // Of two functions under one alias, in different places: only what both give.
        const known = aliases.get(name);
        aliases.set(name, new Set(known === undefined ? columns : columns.filter((column) => known.has(column))));
      }
    }
    Object.values(value).forEach(visit);
  };
  visit(select);
  return aliases;
}

function definedColumns(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((part: unknown) => {
    const name = isFields(part) && isFields(part['ColumnDef']) ? part['ColumnDef']['colname'] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

function functionNamesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(functionNamesIn);
  if (!isFields(value)) return [];
  const call = value['FuncCall'];
  const names = isFields(call) ? stringsOf(call['funcname']).slice(-1) : [];
  return [...names, ...Object.values(value).flatMap(functionNamesIn)];
}

/** Its own, or that of the first part that has one. */
function locationOf(value: unknown): number | null {
  if (!isFields(value) && !Array.isArray(value)) return null;
  if (isFields(value) && typeof value['location'] === 'number' && value['location'] >= 0) return value['location'];
  for (const part of Object.values(value)) {
    const location = locationOf(part);
    if (location !== null) return location;
  }
  return null;
}

function checkNode(kind: string, node: Fields, functionAliases: FunctionAliases, depth = 0): void {
  if (depth > deepestTree) throw new RangeError('the tree is deeper than people write');
  const refused = refusedNodes.get(kind);
  if (refused !== undefined) throw new Refusal(refused, node);
  if (!readingNodes.has(kind)) throw new Refusal(`Custom SQL cannot use this (${kind}).`, node);
  switch (kind) {
    case 'FuncCall':
      checkFunction(stringsOf(node['funcname']), node);
      break;
    case 'RangeVar':
      checkRelation(node);
      break;
    case 'A_Indirection':
      checkSelection(node);
      break;
    case 'ColumnRef':
      checkColumn(stringsOf(node['fields']), functionAliases, node);
      break;
    case 'A_Expr':
      checkOperator(stringsOf(node['name']), node);
      break;
    case 'SortBy':
      checkOperator(stringsOf(node['useOp']), node);
      break;
    case 'RangeTableSample':
      checkSampling(stringsOf(node['method']), node);
      break;
    default:
      break;
  }
  for (const [field, value] of Object.entries(node)) checkField(kind, field, value, functionAliases, depth);
}

/** Fields of one fixed kind stand in the tree without their kind's name. */
const kindsOfFields: ReadonlyMap<string, string> = new Map(
  Object.entries({
    intoClause: 'IntoClause',
    withClause: 'WithClause',
    larg: 'SelectStmt',
    rarg: 'SelectStmt',
    alias: 'Alias',
    relation: 'RangeVar',
    typeName: 'TypeName',
    over: 'WindowDef',
    search_clause: 'CTESearchClause',
    cycle_clause: 'CTECycleClause',
    collClause: 'CollateClause',
    join_using_alias: 'Alias',
  }),
);

function checkField(kind: string, field: string, value: unknown, functionAliases: FunctionAliases, depth: number): void {
  if (Array.isArray(value)) {
    for (const element of value) checkField(kind, '', element, functionAliases, depth);
    return;
  }
  if (!isFields(value)) return;
  const entries = Object.entries(value);
  const [only] = entries;
  // A node is an object of one field, named by its kind.
  if (entries.length === 1 && only !== undefined && /^[A-Z]/.test(only[0]) && isFields(only[1])) {
    checkNode(only[0], only[1], functionAliases, depth + 1);
    return;
  }
  const fixed = kindsOfFields.get(field);
  if (fixed !== undefined) {
    checkNode(fixed, value, functionAliases, depth + 1);
    return;
  }
  // Constants (`ival`, `sval`) and the parts of JSON constructors: whatever they hold is looked at, too.
  for (const [inner, part] of entries) checkField(kind, inner, part, functionAliases, depth);
}

function stringsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((part: unknown) => {
    const text = isFields(part) && isFields(part['String']) ? part['String']['sval'] : undefined;
    return typeof text === 'string' ? [text] : [];
  });
}

function checkFunction(path: readonly string[], node: Fields): void {
  const name = path.at(-1) ?? '';
  const inCatalogue = path.length === 1 || (path.length === 2 && path[0] === 'pg_catalog');
  if (!inCatalogue || !allowedFunctions.has(name)) {
    throw new Refusal(`Custom SQL cannot call ${path.join('.')}: only PostgreSQL's own functions that compute from their arguments.`, node);
  }
}

function checkRelation(node: Fields): void {
  const schema = typeof node['schemaname'] === 'string' ? node['schemaname'] : null;
  const name = typeof node['relname'] === 'string' ? node['relname'] : '';
  if (isProductName(name) || (schema !== null && isProductName(schema))) {
    throw new Refusal(
      'Custom SQL cannot read the tables in which the product keeps what people type. Use the input table itself as a source.',
      node,
    );
  }
  const isCatalogue = schema === null ? name.startsWith('pg_') : schema.startsWith('pg_') || schema === 'information_schema';
  if (isCatalogue) throw new Refusal("Custom SQL cannot read the server's own catalogues.", node);
}

/** `(expression).name`: a field of a composite value, or the call of a function with that value. */
function checkSelection(node: Fields): void {
  for (const name of stringsOf(node['indirection'])) {
    if (!allowedFunctions.has(name))
      throw new Refusal(`Custom SQL cannot select .${name} from a value: it could be the call of a function.`, node);
  }
}

/** Columns that PostgreSQL itself gives to the functions that are allowed in FROM. */
const functionColumns: ReadonlySet<string> = new Set(['key', 'value', 'ordinality']);

function checkColumn(path: readonly string[], functionAliases: FunctionAliases, node: Fields): void {
  const [name = '', of] = path.toReversed();
  if (of === undefined) return;
  if (name.startsWith('pg_') || name.startsWith('lo_'))
    throw new Refusal(`Custom SQL cannot select .${name}: it could be the call of a function.`, node);
  const given = functionAliases.get(of);
  if (given === undefined || given.has(name) || name === of || functionColumns.has(name) || allowedFunctions.has(name)) return;
  throw new Refusal(`Name the columns of "${of}", as in ${of}(${name}): otherwise ${of}.${name} could be the call of a function.`, node);
}

function checkOperator(path: readonly string[], node: Fields): void {
  if (path.length > 1 && path[0] !== 'pg_catalog') throw new Refusal(`Custom SQL cannot use the operator ${path.join('.')}.`, node);
}

function checkSampling(path: readonly string[], node: Fields): void {
  const name = path.at(-1) ?? '';
  if (path.length > 1 || (name !== 'bernoulli' && name !== 'system'))
    throw new Refusal(`Custom SQL cannot sample by ${path.join('.')}.`, node);
}
