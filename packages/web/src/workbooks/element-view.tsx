/** What an element shows, by its kind. The grid, charts and pivots are loaded when a page first has one. */
import { IconTablePlus } from '@tabler/icons-react';
import type { Definition, Element } from '@penstock/domain/workbooks/definition';
import type { ShownVersion } from '../api/contract.ts';
import { DataElementView } from '../tables/data-element-view.tsx';
import { Empty } from '../ui/page.tsx';
import { ControlView } from './control-view.tsx';
import { InputTableElement } from './element-chunks.ts';
import { TextView } from './text-view.tsx';
import styles from './workbook.module.css';

export interface ElementViewProps {
  readonly element: Element;
  readonly alone: boolean;
  readonly documentId: string;
  readonly definition: Definition;
  readonly version: ShownVersion;
  readonly mode: 'edit' | 'explore' | 'view';
  /** `null`: the document is not changed here. */
  readonly onChange: ((element: Element) => void) | null;
  readonly connectionName: string | undefined;
}

export function ElementView({ element, alone, documentId, definition, version, mode, onChange, connectionName }: ElementViewProps) {
  switch (element.kind) {
    case 'text':
      return <TextView element={element} onChange={onChange} />;
    case 'image':
      return <img className={styles['image']} src={element.image} alt={element.description} />;
    case 'control':
      return <ControlView element={element} documentId={documentId} version={version} />;
    case 'input-table':
      if (typeof version === 'number') return <NotOfAVersion name={element.name} />;
      return (
        <InputTableElement
          alone={alone}
          inputTableId={element.inputTableId}
          name={element.name}
          connectionName={connectionName}
          version={version}
          definition={definition}
          element={element}
          onChange={onChange}
        />
      );
    default:
      return (
        <DataElementView
          element={element}
          documentId={documentId}
          definition={definition}
          version={version}
          mode={mode}
          onChange={onChange}
        />
      );
  }
}

/** What people type is kept by the input table itself; what it held at any moment is asked there. */
function NotOfAVersion({ name }: { name: string }) {
  return (
    <Empty icon={<IconTablePlus size={28} stroke={1.5} />} title={name}>
      Rows of an input table are no part of a version: restoring changes none. The table's own history shows what it held at any moment.
    </Empty>
  );
}
