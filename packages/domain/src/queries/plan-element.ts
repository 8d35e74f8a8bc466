/**
 * From an element of a document to a plan of its query. Pure: everything that has to be looked up comes with the request.
 * How a table is computed is written for people in `docs/reference/computation.md`.
 */
import type { ControlValue, DataElement, Definition, Filter, Sort } from '../workbooks/definition.ts';
import { CheckedElements } from './check-element.ts';
import type { CheckedElement } from './check-element.ts';
import { foldPlan } from './fold-plan.ts';
import { layElement } from './lay-element.ts';
import type { Asked, LaidElement } from './lay-element.ts';
import { sourceKey } from './lay-source.ts';
import { nameSteps } from './name-steps.ts';
import type { ControlState, ElementPlan, Input, OrderedValue, Paging, PlannedColumn, Value } from './plan.ts';
import type { ElementProblem } from './problem.ts';
import { PlanningProblem } from './problem.ts';
import { prunePlan } from './prune-plan.ts';
import type { SourceOf } from './resolved-source.ts';
import { shapeElement, shownColumns } from './shape-element.ts';
import type { ElementShape } from './shape-element.ts';
import type { Draft, Relation } from './step-list.ts';
import { columnOf, plainClauses, StepList } from './step-list.ts';

export interface PlanRequest {
  readonly definition: Definition;
  readonly elementId: string;
  /** Every leaf that `leafSources` names must be found; those of data models too. */
  readonly sourceOf: SourceOf;
  /** By control id; a control that is not in it holds what its definition says. */
  readonly controls: ReadonlyMap<string, ControlValue>;
  readonly view: View;
}

/** How somebody looks at the element, beyond its definition. */
export interface View {
  /** In place of the element's own; `null`: those. */
  readonly sorts: readonly Sort[] | null;
  /** Besides the element's own: all must hold. */
  readonly filters: readonly Filter[];
  /** By grouping id: whether it is collapsed, in place of what the definition says. */
  readonly collapsed: ReadonlyMap<string, boolean>;
  /**
   * `rows`: what the element shows. `totals`: one row with the totals of a table. `count`: one row with one number, how many
   * rows (of a pivot: row heads) there are in all.
   */
  readonly answer: 'rows' | 'totals' | 'count';
  /** `null`: all rows. */
  readonly page: { readonly offset: number; readonly limit: number } | null;
}

export const plainView: View = { sorts: null, filters: [], collapsed: new Map(), answer: 'rows', page: null };

export type PlanOutcome =
  | { readonly kind: 'planned'; readonly plan: ElementPlan }
  /** Nothing can be shown: the element's source, a filter, a sort or a key of its groups is wrong. */
  | { readonly kind: 'wrong'; readonly problems: readonly ElementProblem[] };

/** `simplify: false` leaves the steps as they were laid: the same answer in more words, against which simplifying is tested. */
export function planElement(request: PlanRequest, { simplify } = { simplify: true }): PlanOutcome {
  try {
    return { kind: 'planned', plan: new Planner(request).plan(simplify) };
  } catch (error) {
    if (error instanceof PlanningProblem) return { kind: 'wrong', problems: [error.problem] };
    throw error;
  }
}

class Planner {
  readonly #request: PlanRequest;
  readonly #steps = new StepList();
  readonly #elements: CheckedElements;
  readonly #laid = new Map<string, Relation>();
  readonly #controls: ReadonlyMap<string, ControlState>;

  constructor(request: PlanRequest) {
    this.#request = request;
    this.#elements = new CheckedElements(request.definition, request.sourceOf);
    this.#controls = controlStates(request.definition, request.controls);
  }

  plan(simplify: boolean): ElementPlan {
    const { definition, elementId, view } = this.#request;
    const checked = this.#elements.element(elementId);
    const shape = this.#shape(checked.element);
    const asked = view.answer === 'totals' && checked.element.kind === 'table' ? checked.element.totals : shownColumns(checked.element);
    const columns = asked.flatMap((columnId) => this.#column(checked, columnId, shape));
    const whole = columns.filter((column) => column.problem === null).map((column) => column.id);
    const laid = this.#lay(checked, {
      shape,
      filters: [...checked.element.filters, ...view.filters],
      sorts: view.sorts ?? checked.element.sorts,
      columnIds: whole,
      controlOf: (controlId) => this.#controlOf(controlId),
    });
    const paging = this.#answer(checked.element, laid, columns);
    return {
      connectionId: this.#onlyConnection(),
      steps: nameSteps(simplify ? foldPlan(prunePlan(this.#steps.steps)) : this.#steps.steps, checked.element.name),
      columns: view.answer === 'count' ? [{ id: 'count', name: 'Rows', type: 'number', level: null, problem: null }] : columns,
      controls: new Map([...this.#elements.otherControls, ...this.#controls]),
      timeZone: definition.timeZone,
      weekStart: definition.weekStart,
      paging,
    };
  }

  #shape(element: DataElement): ElementShape {
    const { answer, collapsed } = this.#request.view;
    const shape = shapeElement(element, collapsed);
    return answer === 'totals' && element.kind === 'table' ? { ...shape, shownGrain: 0 } : shape;
  }

  /** A wrong column is shown without values; one that cannot be seen at this level is left out. */
  #column(checked: CheckedElement, columnId: string, shape: ElementShape): readonly PlannedColumn[] {
    const outcome = checked.check(columnId);
    if (outcome.kind === 'wrong') {
      const column = checked.element.columns.find(({ id }) => id === columnId);
      return [{ id: columnId, name: column?.name ?? '', type: null, level: column?.level ?? null, problem: outcome.problem.message }];
    }
    const { name, type, level } = outcome.column;
    if (!checked.isShown(outcome.column, shape)) return [];
    return [{ id: columnId, name, type, level, problem: null }];
  }

  #lay(checked: CheckedElement, asked: Asked): LaidElement {
    return layElement(this.#steps, checked, asked, (other) => this.#layOther(other));
  }

  #controlOf(key: string): ControlState | undefined {
    return this.#controls.get(key) ?? this.#elements.otherControls.get(key);
  }

  /** An element as a source: what it shows, in no order, once for all that read it. */
  #layOther(checked: CheckedElement): Relation {
    const known = this.#laid.get(checked.key);
    if (known !== undefined) return known;
    const laid = this.#lay(checked, {
      shape: checked.shape,
      filters: checked.element.filters,
      sorts: checked.element.sorts,
      columnIds: checked.output.map((column) => column.columnId),
      controlOf: (controlId) => this.#controlOf(checked.controlKey(controlId)),
    });
    const input = this.#steps.input(laid.relation);
    const drafts = checked.output.map(({ name, type, columnId }): Draft => {
      return { key: sourceKey(name), label: name, type, value: columnOf(input, laid.relation, laid.key(columnId)) };
    });
    const relation = this.#steps.lay(checked.element.name, drafts, { ...plainClauses, from: input });
    this.#laid.set(checked.key, relation);
    return relation;
  }

  /** The last step: the asked columns in their order, and the page. */
  #answer(element: DataElement, laid: LaidElement, columns: readonly PlannedColumn[]): Paging | null {
    const { answer, page } = this.#request.view;
    const input = this.#steps.input(laid.relation);
    const at = (key: string): Value => columnOf(input, laid.relation, key);
    if (answer === 'count') {
      this.#layCount(element, laid);
      return null;
    }
    const drafts = columns.map(({ id, name, type, problem }): Draft => {
      return { key: id, label: name, type, value: problem === null ? at(laid.key(id)) : { kind: 'null', type } };
    });
    const orderBy = answer === 'totals' ? [] : laid.order.map(({ key, direction }): OrderedValue => ({ value: at(key), direction }));
    if (page === null || answer === 'totals') {
      this.#steps.lay(element.name, drafts, { ...plainClauses, from: input, orderBy });
      return null;
    }
    if (element.kind === 'pivot' && element.rows.length > 0)
      return this.#layPivotPage(element.name, element.rows, laid, input, drafts, page);
    this.#steps.lay(element.name, drafts, { ...plainClauses, from: input, orderBy, limit: page.limit + 1, offset: page.offset });
    return { by: 'rows', limit: page.limit };
  }

  /** A page of a pivot is so many row heads with all their cells. */
  #layPivotPage(
    name: string,
    rows: readonly string[],
    laid: LaidElement,
    input: Input,
    drafts: readonly Draft[],
    page: { readonly offset: number; readonly limit: number },
  ): Paging {
    const heads = new Set(rows.map((columnId) => laid.key(columnId)));
    const isHead = (order: { readonly key: string }): boolean => heads.has(order.key);
    const orderBy = laid.order.filter(isHead).map(({ key, direction }) => ({ value: columnOf(input, laid.relation, key), direction }));
    const place: Draft = {
      key: 'place',
      label: 'Pivot row',
      type: 'number',
      value: { kind: 'position', ties: true, window: { partitionBy: [], orderBy } },
    };
    const order = laid.order.filter((one) => !isHead(one));
    const ordered = order.map(({ key }): Draft => ({
      key: `order:${key}`,
      label: 'Order',
      type: null,
      value: columnOf(input, laid.relation, key),
    }));
    const placed = this.#steps.lay(name, [...drafts, place, ...ordered], { ...plainClauses, from: input });
    const placedInput = this.#steps.input(placed);
    const value = columnOf(placedInput, placed, 'place');
    const last = [...drafts, place].map((draft): Draft => ({ ...draft, value: columnOf(placedInput, placed, draft.key) }));
    const { offset, limit } = page;
    this.#steps.lay(name, last, {
      ...plainClauses,
      from: placedInput,
      where: [{ kind: 'between-positions', value, first: offset + 1, last: offset + limit + 1 }],
      orderBy: [
        { value, direction: 'ascending' },
        ...order.map(({ key, direction }): OrderedValue => ({ value: columnOf(placedInput, placed, `order:${key}`), direction })),
      ],
    });
    return { by: 'pivot-rows', column: drafts.length, offset, limit };
  }

  #layCount(element: DataElement, laid: LaidElement): void {
    let { relation } = laid;
    if (element.kind === 'pivot' && element.rows.length > 0) {
      const input = this.#steps.input(relation);
      const heads = element.rows.map((columnId): Draft => {
        return { key: columnId, label: 'Head', type: null, value: columnOf(input, laid.relation, laid.key(columnId)) };
      });
      relation = this.#steps.layGroups('Row heads', heads, [], input);
    }
    const input = this.#steps.input(relation);
    this.#steps.layGroups('Count', [], [{ key: 'count', label: 'Rows', type: 'number', value: { kind: 'count' } }], input);
  }

  #onlyConnection(): string {
    const connections = this.#elements.connectionIds;
    const [first] = connections;
    if (first !== undefined && connections.size === 1) return first;
    throw new PlanningProblem(
      { elementId: this.#request.elementId },
      'query.two-connections',
      'This element reads from more than one connection. A query runs on one: choose sources of the same connection.',
    );
  }
}

function controlStates(definition: Definition, held: ReadonlyMap<string, ControlValue>): ReadonlyMap<string, ControlState> {
  const states = new Map<string, ControlState>();
  for (const element of definition.pages.flatMap((page) => page.elements)) {
    if (element.kind !== 'control') continue;
    const value = held.get(element.id);
    states.set(element.id, { kind: element.control, value: value === undefined ? element.initial : value });
  }
  return states;
}
