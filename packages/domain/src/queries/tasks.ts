/**
 * What has to be computed, each thing at one grain. A column is one task where its formula can be computed in one go;
 * otherwise the parts that cannot become tasks of their own: aggregates inside a formula of rows or windows, lookups, and
 * columns of coarser grains, which are copied to each row or group that they belong to.
 */
import type { ColumnReference, DataType, Expression, LookupExpression } from '../formula/expression.ts';
import type { CheckedElement } from './check-element.ts';
import { passedThrough } from './check-element.ts';
import { PlanningProblem } from './problem.ts';
import type { ElementShape } from './shape-element.ts';
import { keysOf, rowGrain } from './shape-element.ts';
import { contains, isAggregate, isWindow, referencesOf, replaceParts } from './walk-expression.ts';

export interface Task {
  readonly id: string;
  /** What a person would call the result. */
  readonly label: string;
  readonly grain: number;
  readonly type: DataType | null;
  readonly work: Work;
  /** Tasks whose results it reads, and at which grain. */
  readonly needs: readonly Need[];
}

export type Work =
  /** From values of the same row or group, or of its neighbours in a window. References are to tasks, or to the source. */
  | { readonly kind: 'compute'; readonly expression: Expression }
  /** Over all rows (or groups of a finer level) of each group. */
  | { readonly kind: 'aggregate'; readonly expression: Expression; readonly inputGrain: number }
  | { readonly kind: 'copy'; readonly taskId: string; readonly fromGrain: number }
  | { readonly kind: 'lookup'; readonly lookup: LookupExpression }
  /** Place in the order by a column, from 1. */
  | { readonly kind: 'position'; readonly taskId: string; readonly direction: 'ascending' | 'descending' };

export interface Need {
  readonly grain: number;
  readonly taskId: string;
}

/** The order in which windows of a grain see their rows or groups. */
export type WindowOrder = readonly { readonly columnId: string; readonly direction: 'ascending' | 'descending' }[];

export class Tasks {
  readonly #element: CheckedElement;
  readonly #shape: ElementShape;
  readonly #windowOrder: (grain: number) => WindowOrder;
  readonly #tasks = new Map<string, Task>();
  readonly #making: string[] = [];

  constructor(element: CheckedElement, shape: ElementShape, windowOrder: (grain: number) => WindowOrder) {
    this.#element = element;
    this.#shape = shape;
    this.#windowOrder = windowOrder;
  }

  get(taskId: string): Task {
    const task = this.#tasks.get(taskId);
    if (task === undefined) throw new Error(`there is no task ${taskId}`);
    return task;
  }

  all(): Iterable<Task> {
    return this.#tasks.values();
  }

  /** The task that gives a column at a grain: its own, the key of a group, or a copy of what a coarser grain has. */
  seen(columnId: string, grain: number): string {
    const column = this.#element.column(columnId);
    const taskId = this.#ofColumn(columnId);
    return column.grain < grain ? this.#copy(taskId, grain) : taskId;
  }

  /** The place of each row or group when ordered by a column, within the enclosing group. */
  position(columnId: string, grain: number, direction: 'ascending' | 'descending'): string {
    const taskId = this.seen(columnId, grain);
    const id = JSON.stringify(['position', taskId, grain, direction]);
    const needs = [{ grain, taskId }, ...this.#windowNeeds(grain)];
    return this.#keep({
      id,
      label: `Place by ${this.get(taskId).label}`,
      grain,
      type: 'number',
      work: { kind: 'position', taskId, direction },
      needs,
    });
  }

  #ofColumn(columnId: string): string {
    if (this.#tasks.has(columnId)) return columnId;
    const column = this.#element.column(columnId);
    const started = this.#making.indexOf(columnId);
    if (started !== -1) {
      const names = [...this.#making.slice(started), columnId].map((id) => `[${this.#element.column(id).name}]`);
      const where = { elementId: this.#element.element.id, columnId };
      throw new PlanningProblem(where, 'query.cycle', `These columns need each other in a circle: ${names.join(' → ')}.`);
    }
    this.#making.push(columnId);
    try {
      return this.#make(columnId, column.name, column.grain, column.type, column.expression);
    } finally {
      this.#making.pop();
    }
  }

  #make(id: string, label: string, grain: number, type: DataType | null, expression: Expression): string {
    const groupKeys = keysOf(this.#shape, grain);
    if (grain < rowGrain(this.#shape)) {
      const inputGrain = this.#inOneGo(expression, grain);
      if (inputGrain !== null) return this.#aggregate(id, label, grain, type, expression, inputGrain);
      // Keys of its groups, even where the formula names none.
      for (const key of groupKeys) this.#ofColumn(key);
    }
    const rewritten = this.#rewrite(expression, grain, label);
    const needs = this.#needsOf(rewritten, grain);
    const windowNeeds = contains(rewritten, isWindow) ? this.#windowNeeds(grain) : [];
    return this.#keep({ id, label, grain, type, work: { kind: 'compute', expression: rewritten }, needs: [...needs, ...windowNeeds] });
  }

  /**
   * The grain whose rows one SELECT can aggregate to give the whole formula; `null`: it aggregates nothing, or it also
   * needs windows, lookups, aggregates of another grain or values that are no keys.
   */
  #inOneGo(expression: Expression, grain: number): number | null {
    const aggregates = aggregatesIn(expression);
    const [first] = aggregates;
    if (first === undefined) return null;
    const inputGrain = this.#inputGrain(first, grain);
    if (aggregates.some((call) => this.#inputGrain(call, grain) !== inputGrain)) return null;
    if (contains(expression, (part) => isWindow(part) || part.node === 'lookup')) return null;
    const keys = keysOf(this.#shape, grain);
    const outside = referencesOf(expression, (part) => !isAggregate(part));
    const onlyKeys = outside.every(
      (reference) => reference.of === 'source' || (reference.of === 'element' && keys.includes(reference.columnId)),
    );
    return onlyKeys ? inputGrain : null;
  }

  /** Rows, unless the arguments speak of a finer level alone: then the groups of that level, each once. */
  #inputGrain(call: Expression, grain: number): number {
    const rows = rowGrain(this.#shape);
    let finest = -1;
    let finer = false;
    for (const reference of referencesOf(call)) {
      if (reference.of !== 'element') return rows;
      const column = this.#element.column(reference.columnId);
      const seenAt = this.#element.seenAt(column, this.#shape);
      if (seenAt === rows) return rows;
      finest = Math.max(finest, seenAt);
      finer ||= column.grain > grain && column.grain < rows;
    }
    return finer ? finest : rows;
  }

  #aggregate(id: string, label: string, grain: number, type: DataType | null, expression: Expression, inputGrain: number): string {
    const keys = keysOf(this.#shape, grain);
    // Inside an aggregate, names are of the input's grain; keys have the same name at both.
    const rewritten = this.#rewrite(this.#nameKeys(expression, grain), inputGrain, label, grain);
    const needs = [...this.#needsOf(rewritten, inputGrain), ...keys.map((key) => ({ grain: inputGrain, taskId: this.#ofColumn(key) }))];
    return this.#keep({ id, label, grain, type, work: { kind: 'aggregate', expression: rewritten, inputGrain }, needs });
  }

  /** Outside of aggregates, a source column can only be meant as the key that passes it on. */
  #nameKeys(expression: Expression, grain: number): Expression {
    return replaceParts(expression, (part) => {
      if (isAggregate(part)) return part;
      if (part.node !== 'column' || part.reference.of !== 'source') return null;
      const key = this.#element.keyOfSource(part.reference.name, grain);
      return key === undefined ? part : { ...part, reference: { of: 'element', columnId: key } };
    });
  }

  /** `aggregatedTo`: the expression stands in an aggregating SELECT, where aggregates stay and sources may be keys. */
  #rewrite(expression: Expression, grain: number, label: string, aggregatedTo: number | null = null): Expression {
    const visible = aggregatedTo ?? grain;
    const rows = rowGrain(this.#shape);
    return replaceParts(expression, (part) => {
      switch (part.node) {
        case 'column':
          return { ...part, reference: this.#rewriteReference(part.reference, grain) };
        case 'lookup':
          return reference(part, this.#lookup(part, grain, label));
        case 'call': {
          if (!isAggregate(part) || aggregatedTo !== null) return null;
          const groups = visible === rows ? this.#shape.levels.length : visible;
          const id = JSON.stringify(['aggregate', groups, part]);
          const taskId = this.#tasks.has(id) ? id : this.#aggregate(id, label, groups, part.type, part, this.#inputGrain(part, groups));
          return reference(part, groups < visible ? this.#copy(taskId, visible) : taskId);
        }
        case 'literal':
        case 'control':
          return null;
      }
    });
  }

  #rewriteReference(named: ColumnReference, grain: number): ColumnReference {
    if (named.of === 'element') return { of: 'element', columnId: this.seen(named.columnId, grain) };
    if (named.of === 'source' && grain < rowGrain(this.#shape)) {
      const key = this.#element.keyOfSource(named.name, grain);
      if (key !== undefined) return { of: 'element', columnId: this.#ofColumn(key) };
    }
    return named;
  }

  #lookup(part: LookupExpression, grain: number, label: string): string {
    const keys = part.keys.map((key) => ({ own: this.#rewrite(key.own, grain, label), other: key.other }));
    const lookup = { ...part, keys };
    const id = JSON.stringify(['lookup', grain, lookup]);
    const needs = keys.flatMap((key) => this.#needsOf(key.own, grain));
    return this.#keep({ id, label, grain, type: part.type, work: { kind: 'lookup', lookup }, needs });
  }

  #copy(taskId: string, grain: number): string {
    const { label, type, grain: fromGrain } = this.get(taskId);
    const keys = keysOf(this.#shape, fromGrain).map((key) => ({ grain, taskId: this.#ofColumn(key) }));
    const id = JSON.stringify(['copy', taskId, grain]);
    const needs = [{ grain: fromGrain, taskId }, ...keys];
    return this.#keep({ id, label, grain, type, work: { kind: 'copy', taskId, fromGrain }, needs });
  }

  #needsOf(rewritten: Expression, grain: number): readonly Need[] {
    return referencesOf(rewritten).flatMap((named) => (named.of === 'element' ? [{ grain, taskId: named.columnId }] : []));
  }

  /** Windows look at the rows of the enclosing group, in the element's order. */
  #windowNeeds(grain: number): readonly Need[] {
    const keys = keysOf(this.#shape, grain - 1).map((key) => this.#ofColumn(key));
    const order = this.#windowOrder(grain).map(({ columnId }) => this.seen(columnId, grain));
    return [...keys, ...order].map((taskId) => ({ grain, taskId }));
  }

  #keep(task: Task): string {
    if (!this.#tasks.has(task.id)) this.#tasks.set(task.id, task);
    return task.id;
  }

  /** Whether a task passes on a column of the source as it is: a filter on it can be put to the source itself. */
  isPassedThrough(taskId: string): boolean {
    const { work } = this.get(taskId);
    return work.kind === 'compute' && passedThrough(work.expression) !== null;
  }

  isWindow(taskId: string): boolean {
    const { work } = this.get(taskId);
    return work.kind === 'position' || (work.kind === 'compute' && contains(work.expression, isWindow));
  }

  /** Everything that has to be computed for these tasks, them included. */
  closure(taskIds: Iterable<string>): ReadonlySet<string> {
    const found = new Set<string>();
    const waiting = [...taskIds];
    for (let taskId = waiting.pop(); taskId !== undefined; taskId = waiting.pop()) {
      if (found.has(taskId)) continue;
      found.add(taskId);
      const task = this.get(taskId);
      waiting.push(...task.needs.map((need) => need.taskId));
      if (task.grain < rowGrain(this.#shape)) waiting.push(...keysOf(this.#shape, task.grain).map((key) => this.#ofColumn(key)));
    }
    return found;
  }
}

function reference(part: Expression, taskId: string): Expression {
  return { node: 'column', type: part.type, reference: { of: 'element', columnId: taskId } };
}

function aggregatesIn(expression: Expression): readonly Expression[] {
  if (isAggregate(expression)) return [expression];
  switch (expression.node) {
    case 'call':
      return expression.arguments.flatMap(aggregatesIn);
    default:
      return [];
  }
}
