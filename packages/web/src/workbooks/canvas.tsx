/** The elements of a page on a grid of 24 columns. While editing, frames are moved and resized by pointer and by keyboard. */
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import type { Element, Layout, Page } from '@penstock/domain/workbooks/definition';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { canvasGrid } from '../theme/theme.ts';
import { ElementFrame } from './element-frame.tsx';
import type { FrameEditing } from './element-frame.tsx';
import { arranged, displaced, fitted, gridColumns } from './layout.ts';
import styles from './workbook.module.css';

/** How a page is changed. */
export interface CanvasEditing {
  readonly onChange: (changes: readonly DraftChange[]) => void;
  readonly selected: string | null;
  readonly onSelect: (elementId: string | null) => void;
  readonly frameOf: (element: Element) => Omit<FrameEditing, 'selected' | 'onSelect' | 'onPlace' | 'onPreview'>;
}

interface CanvasProps {
  readonly page: Page;
  readonly empty: ReactNode;
  /** An element that shall be seen: it is scrolled to when it is named and when it comes. */
  readonly revealed?: string | null;
  /** `null`: nothing is changed here. */
  readonly editing: CanvasEditing | null;
  readonly children: (element: Element, alone: boolean) => ReactNode;
}

interface Preview {
  readonly id: string;
  readonly layout: Layout;
}

export function Canvas({ page, empty, revealed = null, editing, children }: CanvasProps) {
  const canvas = useRef<HTMLDivElement>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const { elements } = page;
  const isThere = elements.some(({ id }) => id === revealed);
  useEffect(() => {
    if (revealed !== null && isThere) scrollTo(canvas.current, revealed);
  }, [revealed, isThere]);
  const [only] = elements;
  // A lone input table is the page: a spreadsheet, without a frame around it.
  const alone = elements.length === 1 && only?.kind === 'input-table';
  const shown = preview === null ? elements : arranged(elements, preview);
  const layoutOf = (element: Element): Layout => shown.find(({ id }) => id === element.id)?.layout ?? element.layout;

  const place = (element: Element, layout: Layout): void => {
    setPreview(null);
    const after = arranged(elements, { id: element.id, layout: fitted(layout) });
    const changes = displaced(elements, after).map((moved): DraftChange => ({
      kind: 'moveElement',
      elementId: moved.id,
      pageId: page.id,
      layout: moved.layout,
    }));
    if (changes.length > 0) editing?.onChange(changes);
  };
  const cell = (): { readonly width: number; readonly height: number } => ({
    width: ((canvas.current?.clientWidth ?? 0) - 2 * canvasGrid.margin) / gridColumns,
    height: canvasGrid.row,
  });

  if (elements.length === 0) return <div className={styles['canvas']}>{empty}</div>;
  return (
    <div
      ref={canvas}
      className={styles['canvas']}
      data-single={alone || undefined}
      data-editing={(editing !== null && !alone) || undefined}
      data-placing={preview !== null || undefined}
      // A page may have nothing that takes the keyboard, and is scrolled with it all the same.
      {...(editing === null && !alone ? { tabIndex: 0, role: 'region', 'aria-label': page.name } : {})}
      onPointerDown={(event) => event.target === event.currentTarget && editing?.onSelect(null)}
    >
      <div className={alone ? styles['whole'] : styles['grid']}>
        {elements.map((element) => {
          const layout = layoutOf(element);
          return (
            <ElementFrame
              key={element.id}
              element={element}
              layout={alone ? null : layout}
              cell={cell}
              editing={
                editing === null
                  ? null
                  : {
                      ...editing.frameOf(element),
                      selected: editing.selected === element.id,
                      onSelect: () => editing.onSelect(element.id),
                      onPreview: (wanted) => setPreview(wanted === null ? null : { id: element.id, layout: fitted(wanted) }),
                      onPlace: (wanted) => place(element, wanted),
                    }
              }
            >
              {children(element, alone)}
            </ElementFrame>
          );
        })}
      </div>
    </div>
  );
}

function scrollTo(canvas: HTMLElement | null, elementId: string): void {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  canvas?.querySelector(`[data-element="${CSS.escape(elementId)}"]`)?.scrollIntoView({ block: 'nearest', behavior });
}
