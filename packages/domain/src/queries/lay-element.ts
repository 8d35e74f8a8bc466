/**
 * The order of work for one element, as steps. It begins with the rows of the source and grows relations, one a grain:
 *
 *   1. columns and filters of rows that look at no other row: they hold before anything is counted
 *   2. what the other filters are made of (aggregates, windows, the first few by a column), over the rows of 1
 *   3. those filters, all at once: groups go with all their rows
 *   4. everything else, over what is left, so that subtotals and totals are those of what is shown
 *
 * A relation of a level has one row a group and its keys; null is a key like any other. Each round computes whatever can be
 * computed, so columns that build on each other make as few steps as they can.
 */
import type { DataType, Expression } from '../formula/expression.ts';
import type { Filter, Sort } from '../workbooks/definition.ts';
import type { CheckedElement, CheckedSource } from './check-element.ts';
import { conditionsOf, isTop } from './filter-conditions.ts';
import { laySource, sourceKey } from './lay-source.ts';
import type { LayElement } from './lay-source.ts';
import { referenceKey } from './plan.ts';
import type { Condition, ControlState, Input, JoinNode, JoinPair, OrderedValue, Value, WindowNode } from './plan.ts';
import { PlanningProblem } from './problem.ts';
import type { ElementShape } from './shape-element.ts';
import { keysOf, rowGrain } from './shape-element.ts';
import { ColumnNames, columnOf } from './step-list.ts';
import type { Draft, Relation, StepList } from './step-list.ts';
import { Tasks } from './tasks.ts';
import type { Task, WindowOrder } from './tasks.ts';
import { contains, isWindow, referencesOf } from './walk-expression.ts';

/** What is asked of an element: how it is on its own, or as somebody explores it. */
export interface Asked {
  readonly shape: ElementShape;
  readonly filters: readonly Filter[];
  readonly sorts: readonly Sort[];
  /** Columns to be given, each at the shown grain. */
  readonly columnIds: readonly string[];
  readonly controlOf: (controlId: string) => ControlState | undefined;
  /** Rows of the same element that passed its filters already: in place of those of its source. */
  readonly rows?: Relation;
}

export interface LaidElement {
  readonly relation: Relation;
  /** Key of a column in the relation. */
  key(columnId: string): string;
  /** The columns that the answer is ordered by. */
  readonly order: readonly { readonly columnId: string; readonly direction: 'ascending' | 'descending' }[];
  /** The rows that passed the filters, with what is of each row alone. */
  rows(): Relation;
}

export function layElement(steps: StepList, checked: CheckedElement, asked: Asked, layOther: LayElement): LaidElement {
  return new ElementLayer(steps, checked, asked, layOther).lay();
}

/** A filter, and the task whose result it looks at. */
interface Sieve {
  readonly filter: Filter;
  readonly taskId: string;
  readonly grain: number;
  readonly type: DataType | null;
}

class ElementLayer {
  readonly #steps: StepList;
  readonly #checked: CheckedElement;
  readonly #asked: Asked;
  readonly #shape: ElementShape;
  readonly #layOther: LayElement;
  readonly #tasks: Tasks;
  readonly #rows: number;
  /** What has been laid so far, by grain. */
  readonly #relations = new Map<number, Relation>();
  readonly #lookups = new Map<string, Relation>();
  readonly #names = new ColumnNames();

  constructor(steps: StepList, checked: CheckedElement, asked: Asked, layOther: LayElement) {
    this.#steps = steps;
    this.#checked = checked;
    this.#asked = asked;
    this.#shape = asked.shape;
    this.#layOther = layOther;
    this.#rows = rowGrain(asked.shape);
    this.#tasks = new Tasks(checked, asked.shape, (grain) => this.#windowOrder(grain));
  }

  lay(): LaidElement {
    const shown = this.#shape.shownGrain;
    const shownTasks = this.#asked.columnIds.map((columnId) => this.#tasks.seen(columnId, shown));
    const order = this.#order();
    const ordering = order.map(({ columnId }) => this.#tasks.seen(columnId, shown));
    const sieves = this.#asked.filters.flatMap((filter) => this.#sieve(filter));
    const keys = keysOf(this.#shape, shown).map((key) => this.#tasks.seen(key, this.#rows));
    const wanted = [...shownTasks, ...ordering, ...keys];

    const early = sieves.filter((sieve) => this.#looksAtItsRowOnly(sieve.taskId) && !isTop(sieve.filter));
    const late = sieves.filter((sieve) => !early.includes(sieve));
    this.#relations.set(this.#rows, this.#asked.rows ?? laySource(this.#steps, this.#checked.source, this.#layOther));
    const passed = this.#passedThrough([...wanted, ...sieves.map((sieve) => sieve.taskId)]);
    this.#extendBy(
      this.#rows,
      passed.filter((task) => !this.#has(this.#rows, task.id)),
    );
    this.#sift(
      this.#rows,
      early.filter((sieve) => this.#has(this.#rows, sieve.taskId)),
    );
    const rest = early.filter((sieve) => !this.#tasks.isPassedThrough(sieve.taskId));
    this.#compute(rest.map((sieve) => sieve.taskId));
    this.#sift(this.#rows, rest);
    if (late.length > 0) this.#siftLate(late, wanted);
    this.#compute(wanted);
    const relation = this.#relations.get(shown) ?? this.#group(shown, []);
    return {
      relation,
      key: (columnId) => taskKey(this.#tasks.seen(columnId, shown)),
      order,
      rows: () => this.#rowsAlone(),
    };
  }

  /** Without what came to the rows from their groups: with other groups it is something else. */
  #rowsAlone(): Relation {
    const rows = this.#relations.get(this.#rows);
    if (rows === undefined) throw new Error('an element is laid without its rows');
    const ofGroups = new Set([...this.#tasks.all()].filter((task) => !this.#isOfRowsAlone(task.id)).map((task) => taskKey(task.id)));
    return { ...rows, columns: new Map([...rows.columns].filter(([key]) => !ofGroups.has(key))) };
  }

  #isOfRowsAlone(taskId: string): boolean {
    const { grain, needs } = this.#tasks.get(taskId);
    return grain === this.#rows && needs.every((need) => this.#isOfRowsAlone(need.taskId));
  }

  // --- filters ---

  #sieve(filter: Filter): readonly Sieve[] {
    const column = this.#checked.column(filter.columnId);
    if (isTop(filter)) {
      const grain = this.#checked.seenAt(column, this.#shape);
      const direction = filter.direction === 'highest' ? 'descending' : 'ascending';
      return [{ filter, taskId: this.#tasks.position(column.id, grain, direction), grain, type: 'number' }];
    }
    return [{ filter, taskId: this.#tasks.seen(column.id, column.grain), grain: column.grain, type: column.type }];
  }

  #conditions(sieve: Sieve, input: Input, relation: Relation): readonly Condition[] {
    const { filter } = sieve;
    const value = columnOf(input, relation, taskKey(sieve.taskId));
    if (isTop(filter)) {
      const of = columnOf(input, relation, taskKey(this.#tasks.seen(filter.columnId, sieve.grain)));
      // What has no value is never among the first.
      return [
        { kind: 'at-most', value, limit: filter.count },
        { kind: 'null', value: of, mode: 'is-not-null' },
      ];
    }
    const control = filter.kind === 'control' ? this.#asked.controlOf(filter.controlId) : undefined;
    const conditions = conditionsOf(filter, value, sieve.type, control);
    if (conditions !== null) return conditions;
    const where = { elementId: this.#checked.element.id, columnId: filter.columnId };
    const { name } = this.#checked.column(filter.columnId);
    throw new PlanningProblem(
      where,
      'query.filter-does-not-fit',
      `The filter on [${name}] does not fit its type. Change or remove the filter.`,
    );
  }

  #sift(grain: number, sieves: readonly Sieve[], joins: (input: Input, relation: Relation) => readonly JoinNode[] = () => []): void {
    const relation = this.#relations.get(grain);
    if (relation === undefined) return;
    const input = this.#steps.input(relation);
    const where = sieves.flatMap((sieve) => this.#conditions(sieve, input, relation));
    const joined = joins(input, relation);
    if (where.length === 0 && joined.length === 0) return;
    const kept = this.#steps.layMore(this.#nameOf(grain), [], input, relation, { where, joins: joined }, this.#names);
    this.#relations.set(grain, kept);
  }

  /** Filters on aggregates, windows and positions. */
  #siftLate(late: readonly Sieve[], wanted: readonly string[]): void {
    const grains = [...new Set(late.map((sieve) => sieve.grain))].filter((grain) => grain < this.#rows).toSorted((a, b) => a - b);
    const ofRows = late.some((sieve) => sieve.grain === this.#rows);
    const untouched = this.#tasks.closure(wanted);
    this.#compute([
      ...late.map((sieve) => sieve.taskId),
      ...late.flatMap(({ filter, grain }) => (isTop(filter) ? [this.#tasks.seen(filter.columnId, grain)] : [])),
      ...[...untouched].filter((taskId) => this.#keepsItsValue(taskId, ofRows ? this.#rows : Math.max(...grains))),
    ]);
    for (const grain of [...this.#relations.keys()].toSorted((a, b) => a - b)) {
      const coarser = grains.filter((other) => other < grain);
      const own = late.filter((sieve) => sieve.grain === grain);
      this.#sift(grain, own, (input, relation) => coarser.map((other) => this.#joinLevel(input, relation, other, 'inner')));
    }
    // Groups of which no row is left are gone, too.
    const finest = ofRows ? this.#rows : Math.max(...grains);
    for (const grain of this.#relations.keys()) if (grain < finest && grain > 0) this.#group(grain, []);
  }

  /** Whether filters that remove whole groups of a grain (or rows) leave the task's values as they are. */
  #keepsItsValue(taskId: string, finestSieve: number): boolean {
    const { grain, needs, work } = this.#tasks.get(taskId);
    if (this.#tasks.isWindow(taskId) || work.kind === 'copy') return false;
    if (grain < this.#rows && grain < finestSieve) return false;
    return needs.every((need) => this.#keepsItsValue(need.taskId, finestSieve));
  }

  #looksAtItsRowOnly(taskId: string): boolean {
    const { grain, work, needs } = this.#tasks.get(taskId);
    if (grain !== this.#rows || work.kind === 'copy' || this.#tasks.isWindow(taskId)) return false;
    return needs.every((need) => this.#looksAtItsRowOnly(need.taskId));
  }

  // --- computing ---

  #passedThrough(taskIds: readonly string[]): readonly Task[] {
    return [...this.#tasks.closure(taskIds)]
      .filter((taskId) => this.#tasks.isPassedThrough(taskId))
      .map((taskId) => this.#tasks.get(taskId));
  }

  /** Lays steps until all these tasks have their results. */
  #compute(taskIds: Iterable<string>): void {
    const pending = new Set([...this.#tasks.closure(taskIds)].filter((taskId) => !this.#has(this.#tasks.get(taskId).grain, taskId)));
    while (pending.size > 0) {
      const before = pending.size;
      const ready = (grain: number, kind: 'aggregate' | 'other'): readonly Task[] =>
        [...pending].map((taskId) => this.#tasks.get(taskId)).filter((task) => task.grain === grain && this.#isReady(task, kind));
      for (let tasks = ready(this.#rows, 'other'); tasks.length > 0; tasks = ready(this.#rows, 'other')) {
        this.#extendBy(this.#rows, tasks);
        for (const task of tasks) pending.delete(task.id);
      }
      for (let grain = this.#rows - 1; grain >= 0; grain -= 1) {
        const aggregates = ready(grain, 'aggregate');
        const waits = [...pending].some((taskId) => this.#tasks.get(taskId).grain === grain);
        if (aggregates.length > 0) this.#aggregate(grain, aggregates);
        else if (waits && !this.#relations.has(grain) && this.#keysThere(grain)) this.#group(grain, []);
        for (const task of aggregates) pending.delete(task.id);
        for (let tasks = ready(grain, 'other'); tasks.length > 0; tasks = ready(grain, 'other')) {
          this.#extendBy(grain, tasks);
          for (const task of tasks) pending.delete(task.id);
        }
      }
      if (pending.size === before) this.#refuseCircle(pending);
    }
  }

  #isReady(task: Task, kind: 'aggregate' | 'other'): boolean {
    if ((task.work.kind === 'aggregate') !== (kind === 'aggregate')) return false;
    return (kind === 'aggregate' || this.#relations.has(task.grain)) && task.needs.every((need) => this.#has(need.grain, need.taskId));
  }

  #has(grain: number, taskId: string): boolean {
    return this.#relations.get(grain)?.columns.has(taskKey(taskId)) ?? false;
  }

  #keysThere(grain: number): boolean {
    return keysOf(this.#shape, grain).every((key) => this.#has(this.#rows, key));
  }

  #refuseCircle(pending: ReadonlySet<string>): never {
    const columns = [...pending].filter((taskId) => this.#checked.element.columns.some((column) => column.id === taskId));
    const names = columns.map((columnId) => `[${this.#checked.column(columnId).name}]`);
    throw new PlanningProblem(
      { elementId: this.#checked.element.id, columnId: columns[0] ?? '' },
      'query.cycle',
      `These columns need each other in a circle, through groups that are made of them: ${names.join(', ')}.`,
    );
  }

  /** One more step over the rows or groups of a grain, with these results. */
  #extendBy(grain: number, tasks: readonly Task[]): void {
    const relation = this.#relations.get(grain);
    if (relation === undefined || tasks.length === 0) return;
    const input = this.#steps.input(relation);
    const joins: JoinNode[] = [];
    const copies = new Map<number, Input>();
    const lookups = new Map<string, Input>();
    const valueOf = (task: Task): Value => {
      switch (task.work.kind) {
        case 'compute':
          return this.#formula(task.work.expression, grain, input, relation);
        case 'position': {
          const window = this.#window(grain, input, relation);
          const by: OrderedValue = { value: columnOf(input, relation, taskKey(task.work.taskId)), direction: task.work.direction };
          const rest = window.orderBy.filter(({ value }) => !isSameColumn(value, by.value));
          return { kind: 'position', ties: false, window: { ...window, orderBy: [by, ...rest] } };
        }
        case 'copy': {
          const { fromGrain, taskId } = task.work;
          const from = this.#relations.get(fromGrain);
          if (from === undefined) throw new Error('a copy is made of what is not laid yet');
          const joined = copies.get(fromGrain) ?? this.#joinInto(joins, this.#joinLevel(input, relation, fromGrain, 'left'));
          copies.set(fromGrain, joined);
          return columnOf(joined, from, taskKey(taskId));
        }
        case 'lookup': {
          const key = lookupKey(task.work.lookup);
          const found = this.#lookups.get(key) ?? this.#layLookups(key, grain);
          let joined = lookups.get(key);
          if (joined === undefined) {
            const looked = this.#steps.input(found);
            const on = task.work.lookup.keys.map((pair, index): JoinPair => {
              const left = this.#formula(pair.own, grain, input, relation);
              return { left, right: columnOf(looked, found, `key:${index}`), type: pair.own.type, nullsEqual: false };
            });
            joined = this.#joinInto(joins, { type: on.length === 0 ? 'cross' : 'left', input: looked, on, unique: true });
            lookups.set(key, joined);
          }
          return columnOf(joined, found, valueKey(task.work.lookup));
        }
        case 'aggregate':
          throw new Error('an aggregate is no value of a row');
      }
    };
    const drafts = tasks.map((task): Draft => ({ key: taskKey(task.id), label: task.label, type: task.type, value: valueOf(task) }));
    this.#relations.set(grain, this.#steps.layMore(this.#nameOf(grain), drafts, input, relation, { joins }, this.#names));
  }

  #joinInto(joins: JoinNode[], join: JoinNode): Input {
    joins.push(join);
    return join.input;
  }

  /** The groups of a coarser level beside each row (or group) that belongs to them. */
  #joinLevel(input: Input, relation: Relation, grain: number, type: 'left' | 'inner'): JoinNode {
    const level = this.#relations.get(grain);
    if (level === undefined) throw new Error('a level is joined that is not laid yet');
    const other = this.#steps.input(level);
    const on = keysOf(this.#shape, grain).map((key): JoinPair => {
      const left = columnOf(input, relation, taskKey(key));
      return { left, right: columnOf(other, level, taskKey(key)), type: this.#checked.column(key).type, nullsEqual: true };
    });
    return { type: on.length === 0 ? 'cross' : type, input: other, on, unique: type === 'left' };
  }

  /** Groups a level anew; what was known of its groups stays with those that are left. */
  #aggregate(grain: number, tasks: readonly Task[]): void {
    const byInput = new Map<number, Task[]>();
    for (const task of tasks) {
      if (task.work.kind !== 'aggregate') continue;
      const same = byInput.get(task.work.inputGrain) ?? [];
      same.push(task);
      byInput.set(task.work.inputGrain, same);
    }
    for (const [inputGrain, same] of byInput) {
      const source = this.#relations.get(inputGrain);
      if (source === undefined) throw new Error('groups are aggregated that are not laid yet');
      const input = this.#steps.input(source);
      const drafts = same.map((task): Draft => {
        if (task.work.kind !== 'aggregate') throw new Error('only aggregates are aggregated');
        const value = this.#formula(task.work.expression, inputGrain, input, source);
        return { key: taskKey(task.id), label: task.label, type: task.type, value };
      });
      this.#group(grain, drafts, { input, source });
    }
  }

  #group(grain: number, drafts: readonly Draft[], from?: { readonly input: Input; readonly source: Relation }): Relation {
    const source = from?.source ?? this.#relations.get(this.#rows);
    if (source === undefined) throw new Error('rows are grouped that are not laid yet');
    const input = from?.input ?? this.#steps.input(source);
    const keys = keysOf(this.#shape, grain).map((key): Draft => {
      const { name, type } = this.#checked.column(key);
      return { key: taskKey(key), label: name, type, value: columnOf(input, source, taskKey(key)) };
    });
    // One group of everything needs something to say even where nobody asks it for a value.
    const values = keys.length + drafts.length > 0 ? drafts : [countOfRows];
    const before = this.#relations.get(grain);
    let grouped = this.#steps.layGroups(this.#nameOf(grain), keys, values, input);
    if (before !== undefined) {
      const newInput = this.#steps.input(grouped);
      const join = this.#joinLevel(newInput, grouped, grain, 'left');
      const known = [...before.columns].filter(([key]) => !grouped.columns.has(key));
      const old = known.map(([key, { name, type }]): Draft => ({
        key,
        label: name,
        type,
        value: { kind: 'column', input: join.input.id, name },
      }));
      grouped = this.#steps.layMore(this.#nameOf(grain), old, newInput, grouped, { joins: [join] }, this.#names);
    }
    this.#relations.set(grain, grouped);
    return grouped;
  }

  /** All lookups into one element by the same keys at once: one row for each value of the keys. */
  #layLookups(key: string, grain: number): Relation {
    const same = [...this.#tasks.all()].flatMap(({ work }) =>
      work.kind === 'lookup' && lookupKey(work.lookup) === key ? [work.lookup] : [],
    );
    const [first] = same;
    if (first === undefined) throw new Error(`nothing is looked up at grain ${grain}`);
    const other: CheckedSource = this.#checked.other(first.elementId);
    const relation = laySource(this.#steps, other, this.#layOther);
    const input = this.#steps.input(relation);
    const places = (expression: Expression): ReadonlyMap<string, Value> =>
      new Map(
        referencesOf(expression).flatMap((named) =>
          named.of === 'other-element' ? [[referenceKey(named), columnOf(input, relation, sourceKey(named.columnId))] as const] : [],
        ),
      );
    const formula = (expression: Expression): Value => simplest({ kind: 'formula', expression, places: places(expression), window: null });
    const keys = first.keys.map((pair, index): Draft => {
      return { key: `key:${index}`, label: `Key ${index + 1}`, type: pair.other.type, value: formula(pair.other) };
    });
    const values = new Map<string, Draft>();
    for (const lookup of same) {
      const value = formula(lookup.value);
      const made: Value = lookup.kind === 'lookup' ? { kind: 'lowest', value, type: lookup.type } : value;
      values.set(valueKey(lookup), {
        key: valueKey(lookup),
        label: lookup.kind === 'lookup' ? 'Value' : 'Result',
        type: lookup.type,
        value: made,
      });
    }
    const name = other.kind === 'element' ? other.element.element.name : 'Lookup';
    const found = this.#steps.layGroups(`${name} by key`, keys, [...values.values()], input);
    this.#lookups.set(key, found);
    return found;
  }

  #formula(expression: Expression, grain: number, input: Input, relation: Relation): Value {
    const places = new Map<string, Value>();
    for (const named of referencesOf(expression)) {
      const key = referenceKey(named);
      if (!places.has(key)) places.set(key, columnOf(input, relation, key));
    }
    return simplest({
      kind: 'formula',
      expression,
      places,
      window: contains(expression, isWindow) ? this.#window(grain, input, relation) : null,
    });
  }

  #window(grain: number, input: Input, relation: Relation): WindowNode {
    return {
      partitionBy: keysOf(this.#shape, grain - 1).map((key) => columnOf(input, relation, taskKey(key))),
      orderBy: this.#windowOrder(grain).map(({ columnId, direction }) => ({
        value: columnOf(input, relation, taskKey(this.#tasks.seen(columnId, grain))),
        direction,
      })),
    };
  }

  // --- order ---

  /** The element's sorts on what the rows or groups of a grain have themselves, then the keys of the groups. */
  #sortsAt(grain: number): WindowOrder {
    const sorts = this.#asked.sorts.filter(({ columnId }) => {
      // A sort by a column that is gone or wrong is no reason to show nothing.
      const checked = this.#checked.check(columnId);
      return checked.kind === 'column' && this.#checked.seenAt(checked.column, this.#shape) === grain;
    });
    const keys = this.#shape.levels[grain - 1]?.keys ?? [];
    const sorted = new Set(sorts.map(({ columnId }) => columnId));
    return [...sorts, ...keys.filter((key) => !sorted.has(key)).map((columnId) => ({ columnId, direction: 'ascending' as const }))];
  }

  /** Windows cannot be ordered by windows. */
  #windowOrder(grain: number): WindowOrder {
    return this.#sortsAt(grain).filter(({ columnId }) => !this.#checked.dependsOnWindow(columnId));
  }

  #order(): WindowOrder {
    const grains = Array.from({ length: this.#shape.shownGrain }, (_, index) => index + 1);
    return grains.flatMap((grain) => this.#sortsAt(grain));
  }

  #nameOf(grain: number): string {
    const { name } = this.#checked.element;
    if (grain === this.#rows) return name;
    if (grain === 0) return `${name} total`;
    return `${name} by ${keysOf(this.#shape, grain)
      .map((key) => this.#checked.column(key).name)
      .join(', ')}`;
  }
}

function isSameColumn(one: Value, other: Value): boolean {
  return one.kind === 'column' && other.kind === 'column' && one.input === other.input && one.name === other.name;
}

const countOfRows: Draft = { key: 'count', label: 'Rows', type: 'number', value: { kind: 'count' } };

function taskKey(taskId: string): string {
  return referenceKey({ of: 'element', columnId: taskId });
}

function lookupKey(lookup: Extract<Task['work'], { kind: 'lookup' }>['lookup']): string {
  return JSON.stringify([lookup.elementId, lookup.keys.map((key) => key.other)]);
}

function valueKey(lookup: Extract<Task['work'], { kind: 'lookup' }>['lookup']): string {
  return JSON.stringify([lookup.kind, lookup.value]);
}

/** A formula that is nothing but a column is that column. */
function simplest(formula: Extract<Value, { kind: 'formula' }>): Value {
  const { expression } = formula;
  if (expression.node !== 'column') return formula;
  return formula.places.get(referenceKey(expression.reference)) ?? formula;
}
