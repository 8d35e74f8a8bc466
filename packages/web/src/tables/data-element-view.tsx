/** A table, pivot or chart in its frame. */
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { Empty } from '../ui/page.tsx';

export interface DataElementViewProps {
  readonly element: DataElement;
  readonly documentId: string;
  readonly definition: Definition;
  readonly version: 'draft' | 'published';
  readonly mode: 'edit' | 'explore' | 'view';
  /** `null`: the document is not changed here. */
  readonly onChange: ((element: DataElement) => void) | null;
}

export function DataElementView({ element }: DataElementViewProps) {
  return <Empty title={element.name} />;
}
