/** A new table, pivot or chart: where its rows come from. */
import { Button, Group, Modal } from '@mantine/core';
import type { DataElement, Definition, SourceColumn } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { columnsOfSource, newColumn, readableName } from '../tables/element-edits.ts';
import { SourcePicker } from './source-picker.tsx';
import type { Picked } from './source-picker.tsx';
import { nameOfSource } from './source-words.ts';

export interface NewDataElementProps {
  readonly kind: DataElement['kind'];
  readonly documentId: string;
  readonly definition: Definition;
  readonly onAdd: (element: DataElement) => void;
  readonly onClose: () => void;
}

export function NewDataElement({ kind, documentId, definition, onAdd, onClose }: NewDataElementProps) {
  const [picked, setPicked] = useState<Picked | null>(null);
  return (
    <Modal opened onClose={onClose} title={`New ${kind}: where do its rows come from?`} size="xl">
      <SourcePicker documentId={documentId} definition={definition} elementId={null} onPick={setPicked} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={picked === null}
          onClick={() =>
            picked !== null && onAdd(newElement(kind, nameOf(kind, readableName(nameOfSource(definition, picked.source))), picked))
          }
        >
          Add {kind}
        </Button>
      </Group>
    </Modal>
  );
}

/** A table is called as what it shows; a chart and a pivot stand beside it. */
const nameOf = (kind: DataElement['kind'], source: string): string => (kind === 'table' ? source : `${source} ${kind}`);

/** A table shows all columns of its source at once; a chart and a pivot begin by counting rows. */
export function newElement(kind: DataElement['kind'], name: string, { source, columns }: Picked): DataElement {
  const common = {
    id: crypto.randomUUID(),
    name,
    layout: { x: 0, y: 0, width: 24, height: 14 },
    source,
    filters: [],
    sorts: [],
  };
  const ofSource = columnsOfSource(columns);
  if (kind === 'table') return { ...common, kind, columns: ofSource, groupings: [], totals: [] };
  const rows = newColumn(freeName(columns, 'Rows'), 'Count()');
  const whole = { ...common, columns: [...ofSource, rows], values: [rows.id] };
  if (kind === 'pivot') return { ...whole, kind, rows: [], across: [], totals: { rows: true, columns: true } };
  return { ...whole, kind, chart: 'bar', x: null, series: null, stacked: false };
}

function freeName(columns: readonly SourceColumn[], wanted: string): string {
  return columns.some(({ name }) => readableName(name).toLowerCase() === wanted.toLowerCase())
    ? `Number of ${wanted.toLowerCase()}`
    : wanted;
}
