/** Whether the chosen keys tell the rows of a table apart: asked of the warehouse, before anybody types beside them. */
import type { Definition, Element, TableElement } from '@penstock/domain/workbooks/definition';
import { elementsOf } from '@penstock/domain/workbooks/references';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { QueryResult, Question } from '../api/queries-contract.ts';
import { formatValue } from '../tables/format-value.ts';
import ui from '../ui/ui.module.css';

export function KeyCheck({
  documentId,
  definition,
  element,
  keys,
}: {
  documentId: string;
  definition: Definition;
  /** The source, where it is an element of the document. */
  element: Element | undefined;
  keys: readonly string[];
}) {
  const asked = element?.kind === 'table' ? repeatedKeys(element, keys) : null;
  const repeated = useQuery({
    queryKey: ['repeated-keys', documentId, element, keys],
    queryFn: ({ signal }) => {
      const question: Question = {
        version: 'draft',
        controls: {},
        view: { sorts: null, filters: [], collapsed: {} },
        ...(asked === null ? {} : { element: asked }),
      };
      return api.post<QueryResult>(
        `/workbooks/${documentId}/elements/${element?.id}/query`,
        { ...question, offset: 0, limit: 1 },
        { signal },
      );
    },
    enabled: asked !== null && elementsOf(definition).some(({ id }) => id === element?.id),
    staleTime: 60_000,
    retry: false,
  });
  const words = ((): string | null => {
    if (keys.length === 0) return 'Choose what tells one row from another.';
    if (asked === null || repeated.isError) return 'Rows with the same key share what is typed beside them.';
    if (repeated.data === undefined) return 'Looking whether each row has a key of its own…';
    if (repeated.data.rowCount === 0) return 'Each row has a key of its own.';
    const reading = { locale: navigator.language, timeZone: definition.timeZone };
    const shown = repeated.data.columns.map(
      ({ type }, index) => formatValue(repeated.data.values[index]?.[0] ?? null, type, null, reading) || 'empty',
    );
    return `Some rows have the same key and will share what is typed: “${shown.slice(0, -1).join(', ')}” is the key of ${shown.at(-1)} rows. Choose more columns to tell them apart.`;
  })();
  const tone =
    repeated.data !== undefined && asked !== null && keys.length > 0 ? (repeated.data.rowCount === 0 ? ui['good'] : ui['warning']) : '';
  return (
    <p aria-live="polite" className={`${ui['muted']} ${tone}`} style={{ margin: '4px 0 0' }}>
      {words}
    </p>
  );
}

const grouping = 'key';
const count = 'rows';

/** The table grouped by the keys, as far as a key has more than one row; `null`: it is grouped already. */
function repeatedKeys(element: TableElement, keys: readonly string[]): TableElement | null {
  if (element.groupings.length > 0 || keys.length === 0) return null;
  const keyColumns = keys.flatMap((key) => element.columns.filter(({ name }) => name === key));
  if (keyColumns.length !== keys.length) return null;
  return {
    ...element,
    columns: [
      ...element.columns.map((column) => ({ ...column, hidden: !keyColumns.includes(column) })),
      { id: count, name: 'Rows of this key', formula: 'Count()', hidden: false, format: null, level: grouping },
    ],
    groupings: [{ id: grouping, keys: keyColumns.map(({ id }) => id), collapsed: true }],
    filters: [...element.filters, { id: 'repeated', columnId: count, kind: 'range', from: '2', to: null }],
    sorts: [],
    totals: [],
  };
}
