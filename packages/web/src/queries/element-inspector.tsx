/** What the side panel says of a table, pivot or chart. */
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';

export interface ElementInspectorProps {
  readonly element: DataElement;
  readonly documentId: string;
  readonly definition: Definition;
  readonly onChange: (element: DataElement) => void;
}

export function ElementInspector({ element }: ElementInspectorProps) {
  return <p>{element.columns.length} columns</p>;
}
