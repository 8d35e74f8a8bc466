/**
 * From an element of a document to a plan of its query. Pure: everything that has to be looked up comes with the request.
 * How a table is computed is written for people in `docs/reference/computation.md`.
 */
import type { ControlValue, DataElement, Definition, Filter, Sort } from '../workbooks/definition.ts';
import { CheckedElements } from './check-element.ts';
import type { CheckedElement } from './check-element.ts';
import { foldPlan } from './fold-plan.ts';
import { layElement } from './lay-element.ts';
import { linkAnswer } from './link-answer.ts';
import type { Asked, LaidElement } from './lay-element.ts';
import { layPivotPage } from './lay-pivot-page.ts';
import type { Ordered } from './lay-pivot-page.ts';
import { layTotals, overColumnsKey, overRowsKey, totalSets } from './lay-totals.ts';
import { sourceKey } from './lay-source.ts';
import { layValues } from './lay-values.ts';
import { nameSteps } from './name-steps.ts';
import type { ControlState, ElementPlan, OrderedValue, PlannedColumn, Value } from './plan.ts';
import type { ElementProblem } from './problem.ts';
import { PlanningProblem } from './problem.ts';
import { prunePlan } from './prune-plan.ts';
import type { SourceOf } from './resolved-source.ts';
import { shapeElement, shapeWithHeads, shownColumns } from './shape-element.ts';
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
   * rows (of a pivot: row heads) there are in all. Of a column: its values, each once, the most frequent first.
   */
  readonly answer: 'rows' | 'totals' | 'count' | ValuesOf;
  /** A pivot's own totals stand beside its cells, marked as such (`ElementPlan.totals`). */
  readonly withTotals: boolean;
  /** `null`: all rows. */
  readonly page: { readonly offset: number; readonly limit: number } | null;
}

/** The values of one column at its own level: of all rows that pass the element's filters, or of all groups. */
export interface ValuesOf {
  readonly columnId: string;
  /** Only those whose text has this in it, ignoring case; empty: all. */
  readonly containing: string;
}

export const plainView: View = { sorts: null, filters: [], collapsed: new Map(), answer: 'rows', withTotals: false, page: null };

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

function placeOf(drafts: readonly Draft[], key: string): number | null {
  const place = drafts.findIndex((draft) => draft.key === key);
  return place === -1 ? null : place;
}

const countColumn: PlannedColumn = { id: 'count', name: 'Rows', type: 'number', level: null, problem: null };

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
    const { elementId, view } = this.#request;
    const checked = this.#elements.element(elementId);
    if (typeof view.answer === 'object') return this.#finish(checked.element, this.#layValues(checked, view.answer), simplify);
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
    const answer = this.#answer(checked, laid, columns, shape);
    return this.#finish(checked.element, { columns: view.answer === 'count' ? [countColumn] : columns, ...answer }, simplify);
  }

  #finish(element: DataElement, answer: Pick<ElementPlan, 'columns' | 'paging' | 'totals' | 'linked'>, simplify: boolean): ElementPlan {
    const { definition } = this.#request;
    return {
      connectionId: this.#onlyConnection(),
      steps: nameSteps(simplify ? foldPlan(prunePlan(this.#steps.steps)) : this.#steps.steps, element.name),
      controls: new Map([...this.#elements.otherControls, ...this.#controls]),
      timeZone: definition.timeZone,
      weekStart: definition.weekStart,
      ...answer,
    };
  }

  #layValues(checked: CheckedElement, { columnId, containing }: ValuesOf): Pick<ElementPlan, 'columns' | 'paging' | 'totals' | 'linked'> {
    const { id, name, type, level, grain } = checked.column(columnId);
    const { view } = this.#request;
    const laid = this.#lay(checked, {
      shape: { ...checked.shape, shownGrain: grain },
      filters: [...checked.element.filters, ...view.filters],
      sorts: [],
      columnIds: [id],
      controlOf: (controlId) => this.#controlOf(controlId),
    });
    layValues(this.#steps, checked.element.name, laid, { id, name, type, containing }, view.page);
    const paging = view.page === null ? null : ({ by: 'rows', limit: view.page.limit } as const);
    return { columns: [{ id, name, type, level, problem: null }, countColumn], paging, totals: null, linked: null };
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
  #answer(
    checked: CheckedElement,
    laid: LaidElement,
    columns: readonly PlannedColumn[],
    shape: ElementShape,
  ): Pick<ElementPlan, 'paging' | 'totals' | 'linked'> {
    const { answer, page } = this.#request.view;
    const { element } = checked;
    if (answer === 'count') {
      this.#layCount(element, laid);
      return { paging: null, totals: null, linked: null };
    }
    const totalled = this.#withTotals(checked, laid, columns);
    const input = this.#steps.input(totalled.relation);
    const at = (key: string): Value => columnOf(input, totalled.relation, key);
    const drafts = columns.map(({ id, name, type, problem }): Draft => {
      return { key: id, label: name, type, value: problem === null ? at(laid.key(id)) : { kind: 'null', type } };
    });
    const marks = [overRowsKey, overColumnsKey].filter((key) => totalled.relation.columns.has(key));
    for (const key of marks) drafts.push({ key, label: totalled.relation.columns.get(key)?.name ?? '', type: 'number', value: at(key) });
    const totals = marks.length === 0 ? null : { overRows: placeOf(drafts, overRowsKey), overColumns: placeOf(drafts, overColumnsKey) };
    if (answer === 'totals') {
      this.#steps.lay(element.name, drafts, { ...plainClauses, from: input });
      return { paging: null, totals, linked: null };
    }
    const order = this.#orderOf(laid, marks);
    if (page !== null && element.kind === 'pivot' && element.rows.length > 0) {
      const paging = layPivotPage(this.#steps, element, { ...totalled, input, drafts, order }, (id) => laid.key(id), page);
      return { paging, totals, linked: null };
    }
    const orderBy = order.map(({ key, direction }): OrderedValue => ({ value: at(key), direction }));
    const link = page === null ? null : linkAnswer(checked, shape, columns, input, laid.relation);
    drafts.push(...(link?.drafts ?? []));
    const cut = page === null ? {} : { limit: page.limit + 1, offset: page.offset };
    this.#steps.lay(element.name, drafts, { ...plainClauses, from: input, orderBy, ...cut });
    return { paging: page === null ? null : { by: 'rows', limit: page.limit }, totals, linked: link?.linked ?? null };
  }

  /** Totals come first: whoever reads a page has them, however many rows there are. */
  #orderOf(laid: LaidElement, marks: readonly string[]): Ordered['order'] {
    return [
      ...marks.map((key) => ({ key, direction: 'descending' as const })),
      ...laid.order.map(({ columnId, direction }) => ({ key: laid.key(columnId), direction })),
    ];
  }

  #withTotals(checked: CheckedElement, laid: LaidElement, columns: readonly PlannedColumn[]): Pick<LaidElement, 'relation'> {
    const { answer, withTotals } = this.#request.view;
    const { element } = checked;
    if (element.kind !== 'pivot' || !withTotals || answer !== 'rows') return laid;
    const heads = new Set([...element.rows, ...element.across]);
    const byValue = laid.order.some(({ columnId }) => !heads.has(columnId));
    const sets = totalSets({
      ...element,
      totals: { rows: element.totals?.rows === true || byValue, columns: element.totals?.columns === true },
    });
    if (sets === null) return laid;
    const shown = columns.filter(({ problem }) => problem === null).map(({ id }) => id);
    const relation = layTotals(this.#steps, checked, laid, {
      columnIds: [...shown, ...laid.order.map(({ columnId }) => columnId)],
      sets,
      layWith: (keys, columnIds) =>
        this.#lay(checked, {
          shape: shapeWithHeads(keys),
          filters: [],
          sorts: [],
          columnIds,
          controlOf: (controlId) => this.#controlOf(controlId),
          rows: laid.rows(),
        }),
    });
    return { relation };
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
