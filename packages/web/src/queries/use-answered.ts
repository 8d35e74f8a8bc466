/** While a newer answer is on its way, the earlier one is shown as the element was that asked for it. */
import type { DataElement } from '@penstock/domain/workbooks/definition';
import { shownColumns } from '@penstock/domain/queries/shape-element';
import { useRef } from 'react';
import { sameJson } from './question.ts';
import type { Result } from './use-result.ts';

/** The element now, unless it is made of other columns than the answer. */
export function useAnswered<Kind extends DataElement>(element: Kind, { pages }: Pick<Result, 'pages'>): Kind {
  const answered = useRef<{ readonly pages: Result['pages']; readonly element: Kind }>({ pages, element });
  if (answered.current.pages !== pages) answered.current = { pages, element };
  return sameJson(madeOf(answered.current.element), madeOf(element)) ? element : answered.current.element;
}

function madeOf(element: DataElement): unknown {
  const heads = element.kind === 'pivot' ? [element.rows, element.across] : element.kind === 'chart' ? [element.x, element.series] : [];
  return [element.kind, heads, shownColumns(element)];
}
