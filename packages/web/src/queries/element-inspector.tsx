/** What the side panel says of a table, pivot or chart. It comes with the first element that is selected. */
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { Suspense, lazy } from 'react';
import { Waiting } from '../app/waiting.tsx';

export interface ElementInspectorProps {
  readonly element: DataElement;
  readonly documentId: string;
  readonly definition: Definition;
  readonly onChange: (element: DataElement) => void;
}

const Inspector = lazy(async () => ({ default: (await import('./inspector.tsx')).Inspector }));

export function ElementInspector(props: ElementInspectorProps) {
  return (
    <Suspense fallback={<Waiting />}>
      <Inspector key={props.element.id} {...props} />
    </Suspense>
  );
}
