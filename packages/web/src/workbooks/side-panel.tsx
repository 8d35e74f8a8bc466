/** Properties of the selected element, beside the canvas. */
import { TextInput, Textarea } from '@mantine/core';
import type { Definition, Element, ImageElement, TextElement } from '@penstock/domain/workbooks/definition';
import { Suspense, lazy } from 'react';
import { Waiting } from '../app/waiting.tsx';
import ui from '../ui/ui.module.css';
import { ControlProperties } from './control-properties.tsx';
import styles from './workbook.module.css';

const ElementInspector = lazy(async () => ({ default: (await import('../queries/element-inspector.tsx')).ElementInspector }));

export interface SidePanelProps {
  readonly documentId: string;
  readonly definition: Definition;
  readonly element: Element | null;
  readonly onChange: (element: Element) => void;
}

export function SidePanel(props: SidePanelProps) {
  return (
    <aside className={styles['panel']} aria-label="Properties">
      <Properties {...props} />
    </aside>
  );
}

function Properties({ documentId, definition, element, onChange }: SidePanelProps) {
  if (element === null) return <Hint>Select an element to see its properties.</Hint>;
  switch (element.kind) {
    case 'text':
      return <TextProperties key={element.id} element={element} onChange={onChange} />;
    case 'image':
      return <ImageProperties key={element.id} element={element} onChange={onChange} />;
    case 'control':
      return <ControlProperties key={element.id} element={element} documentId={documentId} definition={definition} onChange={onChange} />;
    case 'input-table':
      return <Hint>The columns of an input table are changed in its grid: each column has a menu in its header.</Hint>;
    default:
      return (
        <Suspense fallback={<Waiting />}>
          <ElementInspector key={element.id} element={element} documentId={documentId} definition={definition} onChange={onChange} />
        </Suspense>
      );
  }
}

function Hint({ children }: { children: string }) {
  return (
    <p className={`${ui['muted']} ${styles['properties']}`} role="note">
      {children}
    </p>
  );
}

function TextProperties({ element, onChange }: { element: TextElement; onChange: (element: Element) => void }) {
  return (
    <div className={styles['properties']}>
      <Textarea
        label="Text"
        description="Markdown: # heading, **bold**, *slanted*, - list, [words](https://address)"
        autosize
        minRows={6}
        maxRows={24}
        maxLength={100_000}
        value={element.text}
        onChange={(event) => onChange({ ...element, text: event.currentTarget.value })}
      />
    </div>
  );
}

function ImageProperties({ element, onChange }: { element: ImageElement; onChange: (element: Element) => void }) {
  return (
    <div className={styles['properties']}>
      <TextInput
        label="Description"
        description="Read to those who do not see the picture"
        maxLength={1_000}
        defaultValue={element.description}
        onBlur={(event) => {
          const description = event.currentTarget.value.trim();
          if (description !== element.description) onChange({ ...element, description });
        }}
      />
    </div>
  );
}
