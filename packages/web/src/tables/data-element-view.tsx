/** A table, pivot or chart in its frame. What a reader changes while exploring stays with the reader. */
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import type { ShownVersion } from '../api/contract.ts';
import { isLinked } from '../linked-tables/linked-source.ts';
import { sameJson } from '../queries/question.ts';
import { ChartView, LinkedTableView, PivotView, TableView } from '../workbooks/element-chunks.ts';

export interface DataElementViewProps {
  readonly element: DataElement;
  readonly documentId: string;
  readonly definition: Definition;
  readonly version: ShownVersion;
  readonly mode: 'edit' | 'explore' | 'view';
  /** `null`: the document is not changed here. */
  readonly onChange: ((element: DataElement) => void) | null;
}

/** What the views of all kinds are given. */
export interface ShownElement<Kind extends DataElement> {
  readonly documentId: string;
  readonly definition: Definition;
  readonly version: ShownVersion;
  /** Of the document. */
  readonly stored: DataElement;
  /** As it is to be shown. */
  readonly element: Kind;
  /** Columns, groups and formulas may be changed; otherwise sorts, filters and levels alone. */
  readonly canShape: boolean;
  readonly onChange: (element: DataElement) => void;
  /** Back to what the document says; `null`: it is that already. */
  readonly onReset: (() => void) | null;
}

export function DataElementView({ element: stored, mode, onChange, ...place }: DataElementViewProps) {
  const [explored, setExplored] = useState<{ readonly from: DataElement; readonly to: DataElement } | null>(null);
  // When the document changes, what was explored in the earlier one is over.
  const own = explored !== null && onChange === null && sameJson(explored.from, stored) ? explored.to : null;
  const shared = {
    ...place,
    stored,
    canShape: mode !== 'view',
    onChange: onChange ?? ((to: DataElement) => setExplored({ from: stored, to })),
    onReset: own === null || sameJson(own, stored) ? null : () => setExplored(null),
  };
  const element = own ?? stored;
  return (
    <>
      {element.kind === 'table' && !isLinked(element) && <TableView {...shared} element={element} />}
      {isLinked(element) && <LinkedTableView {...shared} element={element} />}
      {element.kind === 'chart' && <ChartView {...shared} element={element} />}
      {element.kind === 'pivot' && <PivotView {...shared} element={element} />}
    </>
  );
}
