/** A new table, pivot or chart: where its rows come from. */
import { Modal } from '@mantine/core';
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';

export interface NewDataElementProps {
  readonly kind: DataElement['kind'];
  readonly documentId: string;
  readonly definition: Definition;
  readonly onAdd: (element: DataElement) => void;
  readonly onClose: () => void;
}

export function NewDataElement({ kind, onClose }: NewDataElementProps) {
  return <Modal opened onClose={onClose} title={`New ${kind}`} />;
}
