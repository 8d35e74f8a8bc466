/** Steps while they are being laid: each new one reads those before it. */
import type { DataType } from '../formula/expression.ts';
import type { Input, SelectColumn, SelectNode, Step, Value } from './plan.ts';

/** What a later step can read of an earlier one: its columns by a key of the planner's choice. */
export interface Relation {
  readonly stepId: string;
  readonly columns: ReadonlyMap<string, { readonly name: string; readonly type: DataType | null }>;
}

/** A column to be made, before its name is fixed. */
export interface Draft {
  readonly key: string;
  /** What a person would call it. */
  readonly label: string;
  readonly value: Value;
  readonly type: DataType | null;
}

export class StepList {
  readonly #steps: Step[] = [];
  #ids = 0;

  get steps(): readonly Step[] {
    return this.#steps;
  }

  step(stepId: string): Step {
    const step = this.#steps.find(({ id }) => id === stepId);
    if (step === undefined) throw new Error(`there is no step ${stepId}`);
    return step;
  }

  input(relation: Relation | Input['relation']): Input {
    this.#ids += 1;
    const id = `i${this.#ids}`;
    return { id, relation: 'stepId' in relation && !('kind' in relation) ? { kind: 'step', stepId: relation.stepId } : relation };
  }

  /** Lays one SELECT with these columns, named by their labels. */
  lay(name: string, drafts: readonly Draft[], select: Omit<SelectNode, 'node' | 'columns'>): Relation {
    const named = nameColumns(drafts);
    return this.add(name, { node: 'select', ...select, columns: named.columns }, named.byKey);
  }

  /** Carries a relation on with something added: what is the same column under two keys is carried once. */
  layMore(
    name: string,
    added: readonly Draft[],
    input: Input,
    relation: Relation,
    more: Partial<Pick<SelectNode, 'joins' | 'where'>>,
    names: ColumnNames,
  ): Relation {
    const columns: SelectColumn[] = [];
    const byKey = new Map<string, { readonly name: string; readonly type: DataType | null }>();
    const passedOn = new Map<string, string>();
    for (const { key, label, value, type } of added) {
      const column = { name: names.nameOf(key, label), type };
      columns.push({ ...column, value });
      byKey.set(key, column);
      if (value.kind === 'column' && value.input === input.id) passedOn.set(value.name, key);
    }
    for (const [key, { name: carried, type }] of relation.columns) {
      const same = byKey.get(passedOn.get(carried) ?? '');
      if (same === undefined) {
        const column = { name: names.nameOf(key, carried), type };
        columns.push({ ...column, value: { kind: 'column', input: input.id, name: carried } });
        passedOn.set(carried, key);
        byKey.set(key, column);
      } else if (!byKey.has(key)) byKey.set(key, same);
    }
    return this.add(name, { node: 'select', ...plainClauses, from: input, ...more, columns }, byKey);
  }

  /** Lays a SELECT that groups by the first of its columns. */
  layGroups(name: string, keys: readonly Draft[], values: readonly Draft[], from: Input): Relation {
    const named = nameColumns([...keys, ...values]);
    const groupBy = named.columns.slice(0, keys.length).map((column) => column.name);
    return this.add(name, { node: 'select', ...plainClauses, from, groupBy, columns: named.columns }, named.byKey);
  }

  add(name: string, query: Step['query'], columns: Relation['columns']): Relation {
    const id = `s${this.#steps.length + 1}`;
    this.#steps.push({ id, name, query });
    return { stepId: id, columns };
  }
}

/** The clauses of a SELECT that only reads. */
export const plainClauses = { joins: [], where: [], groupBy: null, orderBy: [], limit: null, offset: 0 } as const;

export function columnOf(input: Input, relation: Relation, key: string): Value {
  const column = relation.columns.get(key);
  if (column === undefined) throw new Error(`the planner looks for ${key} where it is not`);
  return { kind: 'column', input: input.id, name: column.name };
}

/** The names of one element's columns: the same in all of its steps. */
export class ColumnNames {
  readonly #taken = new Set<string>();
  readonly #names = new Map<string, string>();

  nameOf(key: string, label: string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = freeName(label, this.#taken);
    this.#names.set(key, name);
    return name;
  }
}

export function nameColumns(drafts: readonly Draft[]): { readonly columns: readonly SelectColumn[]; readonly byKey: Relation['columns'] } {
  const taken = new Set<string>();
  const columns: SelectColumn[] = [];
  const byKey = new Map<string, { readonly name: string; readonly type: DataType | null }>();
  for (const { key, label, value, type } of drafts) {
    const name = freeName(label, taken);
    columns.push({ name, value, type });
    byKey.set(key, { name, type });
  }
  return { columns, byKey };
}

/** The least that engines agree on: PostgreSQL cuts names after 63 bytes. */
const longestNameBytes = 63;

/**
 * What a person calls something, made fit to be a name in every engine and to be told from the others, ignoring case: what
 * no engine can hold is left out, what is too long is cut.
 */
export function freeName(label: string, taken: Set<string>): string {
  const clean = label.replaceAll('\0', '').toWellFormed();
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? '' : ` ${count}`;
    const name = cutBytes(clean.trim() === '' ? 'Column' : clean, longestNameBytes - suffix.length) + suffix;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

function cutBytes(text: string, bytes: number): string {
  // Most names are short: their bytes are counted only where they could be too many.
  if (text.length * 3 <= bytes) return text;
  let length = 0;
  let cut = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
    if (length > bytes) return cut;
    cut += character;
  }
  return cut;
}
