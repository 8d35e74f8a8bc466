/** What is around an element: its title bar, its place on the grid, and while editing its handles and its menu. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDotsVertical, IconFileExport, IconGripVertical, IconLink, IconPencil } from '@tabler/icons-react';
import type { Element, Layout, Page } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { ErrorBoundary } from '../app/error-boundary.tsx';
import { FramePartsProvider } from '../ui/frame-parts.tsx';
import { MoreMenu, RemovingItem, menuIcon } from '../ui/menus.tsx';
import { FrameBarProvider } from './frame-bar.tsx';
import styles from './workbook.module.css';

export interface FrameEditing {
  readonly selected: boolean;
  readonly onSelect: () => void;
  /** Shown while a pointer is down; `null`: nothing is to be moved after all. */
  readonly onPreview: (layout: Layout | null) => void;
  readonly onPlace: (layout: Layout) => void;
  readonly onRename: (name: string) => void;
  readonly onDuplicate: (() => void) | null;
  /** Makes a linked input table of its rows; `null`: there are none. */
  readonly onLink: (() => void) | null;
  readonly onRemove: () => void;
  readonly otherPages: readonly Page[];
  readonly onMoveToPage: (pageId: string) => void;
}

interface ElementFrameProps {
  readonly element: Element;
  /** `null`: the element is the page. */
  readonly layout: Layout | null;
  readonly cell: () => { readonly width: number; readonly height: number };
  readonly editing: FrameEditing | null;
  readonly children: ReactNode;
}

/** Elements that show their name themselves, or have none to show. */
const barless: ReadonlySet<Element['kind']> = new Set(['input-table', 'text', 'image', 'control']);

export function ElementFrame({ element, layout, cell, editing, children }: ElementFrameProps) {
  const [bar, setBar] = useState<HTMLElement | null>(null);
  const [renaming, setRenaming] = useState(false);
  const content = (
    <div className={styles['content']}>
      <ErrorBoundary>{children}</ErrorBoundary>
    </div>
  );
  const menu = editing === null ? null : <ElementMenu element={element} editing={editing} onRename={() => setRenaming(true)} />;
  const grip = editing === null || layout === null ? null : <Grip element={element} layout={layout} cell={cell} editing={editing} />;
  const hasBar = !barless.has(element.kind);
  return (
    <section
      className={styles['frame']}
      aria-label={element.name}
      data-kind={element.kind}
      data-element={element.id}
      data-selected={editing?.selected === true || undefined}
      style={
        layout === null
          ? { height: '100%' }
          : { gridColumn: `${layout.x + 1} / span ${layout.width}`, gridRow: `${layout.y + 1} / span ${layout.height}` }
      }
      onPointerDownCapture={editing?.onSelect}
      onFocusCapture={editing?.onSelect}
    >
      {hasBar && (
        <header className={styles['frame-bar']}>
          {grip}
          {renaming && editing !== null ? (
            <FrameName
              name={element.name}
              onDone={(name) => {
                setRenaming(false);
                if (name !== null) editing.onRename(name);
              }}
            />
          ) : (
            <h2 onDoubleClick={() => editing !== null && setRenaming(true)}>{element.name}</h2>
          )}
          <div className={styles['frame-actions']} ref={setBar} />
          {menu}
        </header>
      )}
      {!hasBar && element.kind !== 'input-table' && editing !== null && (
        <div className={styles['floating']}>
          {renaming ? (
            <FrameName
              name={element.name}
              onDone={(name) => {
                setRenaming(false);
                if (name !== null) editing.onRename(name);
              }}
            />
          ) : (
            <>
              {grip}
              {menu}
            </>
          )}
        </div>
      )}
      <FrameBarProvider value={bar}>
        {element.kind === 'input-table' ? (
          <FramePartsProvider value={{ leading: grip, trailing: menu }}>{content}</FramePartsProvider>
        ) : (
          content
        )}
      </FrameBarProvider>
      {editing !== null && layout !== null && <Corner layout={layout} cell={cell} editing={editing} />}
    </section>
  );
}

function ElementMenu({ element, editing, onRename }: { element: Element; editing: FrameEditing; onRename: () => void }) {
  return (
    <MoreMenu label={`Menu of ${element.name}`} width={224} icon={<IconDotsVertical size={17} stroke={1.6} />}>
      {element.kind !== 'input-table' && (
        <Menu.Item leftSection={<IconPencil {...menuIcon} />} onClick={onRename}>
          Rename
        </Menu.Item>
      )}
      {editing.onDuplicate !== null && (
        <Menu.Item leftSection={<IconCopy {...menuIcon} />} onClick={editing.onDuplicate}>
          Duplicate
        </Menu.Item>
      )}
      {editing.onLink !== null && (
        <Menu.Item leftSection={<IconLink {...menuIcon} />} onClick={editing.onLink}>
          Add linked input table…
        </Menu.Item>
      )}
      {editing.otherPages.length > 0 && <Menu.Label>Move to page</Menu.Label>}
      {editing.otherPages.map((page) => (
        <Menu.Item key={page.id} leftSection={<IconFileExport {...menuIcon} />} onClick={() => editing.onMoveToPage(page.id)}>
          {page.name}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <RemovingItem onClick={editing.onRemove}>Remove from page</RemovingItem>
    </MoreMenu>
  );
}

function FrameName({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  return (
    <input
      className={styles['frame-name']}
      aria-label={`Name of ${name}`}
      defaultValue={name}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => {
        const wanted = event.currentTarget.value.trim();
        onDone(wanted === '' || wanted === name ? null : wanted);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.value = name;
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

interface HandleProps {
  readonly layout: Layout;
  readonly cell: ElementFrameProps['cell'];
  readonly editing: FrameEditing;
}

/** Follows a pointer from where it went down, in cells of the grid. */
function followed({ cell, editing }: HandleProps, place: (columns: number, rows: number) => Layout) {
  return (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    const handle = event.currentTarget;
    const from = { x: event.clientX, y: event.clientY };
    const { width, height } = cell();
    handle.setPointerCapture(event.pointerId);
    handle.focus();
    let wanted: Layout | null = null;
    const onMove = (move: globalThis.PointerEvent): void => {
      wanted = place((move.clientX - from.x) / width, (move.clientY - from.y) / height);
      editing.onPreview(wanted);
    };
    const onEnd = (end: globalThis.PointerEvent): void => {
      handle.removeEventListener('pointermove', onMove);
      if (wanted !== null && end.type === 'pointerup') editing.onPlace(wanted);
      else editing.onPreview(null);
    };
    handle.addEventListener('pointermove', onMove);
    handle.addEventListener('pointerup', onEnd, { once: true });
    handle.addEventListener('pointercancel', onEnd, { once: true });
  };
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function Grip({ element, ...handle }: HandleProps & { readonly element: Element }) {
  const { layout, editing } = handle;
  const onKeyDown = (event: KeyboardEvent): void => {
    const [columns, rows] = steps[event.key] ?? [0, 0];
    if (columns === 0 && rows === 0) return;
    event.preventDefault();
    editing.onPlace(
      event.shiftKey
        ? { ...layout, width: layout.width + columns, height: layout.height + rows }
        : { ...layout, x: layout.x + columns, y: layout.y + rows },
    );
  };
  return (
    <ActionIcon
      className={styles['grip'] ?? ''}
      size={22}
      aria-label={`Place of ${element.name}: arrow keys move it, with Shift they resize it`}
      onKeyDown={onKeyDown}
      onPointerDown={followed(handle, (columns, rows) => ({ ...layout, x: layout.x + columns, y: layout.y + rows }))}
    >
      <IconGripVertical size={15} stroke={1.6} />
    </ActionIcon>
  );
}

function Corner(handle: HandleProps) {
  const { layout } = handle;
  return (
    <div
      className={styles['corner']}
      aria-hidden="true"
      onPointerDown={followed(handle, (columns, rows) => ({
        ...layout,
        width: layout.width + columns,
        height: layout.height + rows,
      }))}
    />
  );
}
