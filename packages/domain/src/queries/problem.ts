/** What keeps an element, or one of its columns, from being computed: shown at its place, with what to do. */
export interface ElementProblem {
  readonly elementId: string;
  /** `null`: the element as a whole. */
  readonly columnId: string | null;
  readonly code: ElementProblemCode | `formula.${string}`;
  readonly message: string;
  /** UTF-16 offsets into the column's formula; `null` where it is not about a place in it. */
  readonly at: { readonly from: number; readonly to: number } | null;
  readonly suggestions: readonly string[];
}

export type ElementProblemCode =
  | 'query.no-such-element'
  | 'query.not-a-data-element'
  | 'query.source-missing'
  | 'query.column-missing'
  | 'query.cycle'
  | 'query.two-connections'
  | 'query.type-not-usable'
  | 'query.needs-an-aggregate'
  | 'query.uses-a-wrong-column'
  | 'query.join-types-differ'
  | 'query.link-differs'
  | 'query.filter-does-not-fit';

/** Leaves the planning of one column or element; caught where that column or element is asked for. */
export class PlanningProblem extends Error {
  readonly problem: ElementProblem;

  constructor(
    where: { readonly elementId: string; readonly columnId?: string },
    code: ElementProblem['code'],
    message: string,
    more: Partial<Pick<ElementProblem, 'at' | 'suggestions'>> = {},
  ) {
    super(message);
    this.name = 'PlanningProblem';
    this.problem = {
      elementId: where.elementId,
      columnId: where.columnId ?? null,
      code,
      message,
      at: more.at ?? null,
      suggestions: more.suggestions ?? [],
    };
  }
}
