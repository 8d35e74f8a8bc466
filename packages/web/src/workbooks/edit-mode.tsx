/** The draft, while it is edited: pages, canvas, the side panel of the selected element, undo, and Publish. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconArrowBackUp, IconArrowForwardUp, IconLayoutSidebarRight } from '@tabler/icons-react';
import type { DataElement, Element as PageElement, Source } from '@penstock/domain/workbooks/definition';
import { elementsOf } from '@penstock/domain/workbooks/references';
import { Suspense, lazy, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { api } from '../api/client.ts';
import type { Connection, List, Workbook } from '../api/contract.ts';
import { isLinked } from '../linked-tables/linked-source.ts';
import { SavedDefinitionProvider } from '../queries/saved-definition.ts';
import { useKnownColumns } from '../queries/use-known-columns.ts';
import { AddInputTable } from './add-input-table.tsx';
import { AddMenu, EmptyPage } from './add-menu.tsx';
import type { Addition } from './add-menu.tsx';
import { Canvas } from './canvas.tsx';
import { ControlValuesProvider } from './control-values.tsx';
import { DocumentSettings } from './document-settings.tsx';
import { DocumentFrame } from './document-frame.tsx';
import type { DraftStore } from './draft-store.ts';
import { changesTo } from './element-changes.ts';
import { pageAt } from './element-chunks.ts';
import { ElementView } from './element-view.tsx';
import { ImagePicker } from './image-picker.tsx';
import type { PickImage } from './image-picker.tsx';
import { endOf } from './layout.ts';
import { newControl, newImage, newText, placed } from './new-element.ts';
import { PageTabs } from './page-tabs.tsx';
import { Publish } from './publish.tsx';
import { SidePanel } from './side-panel.tsx';
import styles from './workbook.module.css';

const AddLinkedTable = lazy(async () => ({ default: (await import('../linked-tables/add-linked-table.tsx')).AddLinkedTable }));
const NewDataElement = lazy(async () => ({ default: (await import('../queries/new-data-element.tsx')).NewDataElement }));

const icon = { size: 17, stroke: 1.6 } as const;
const wide = 1000;

export function EditMode({ workbook, draft }: { workbook: Workbook; draft: DraftStore }) {
  const [, navigate] = useLocation();
  const search = new URLSearchParams(useSearch());
  const { definition } = draft;
  const page = pageAt(definition, search);
  const [selected, setSelected] = useState<string | null>(null);
  const [revealed, setRevealed] = useState<string | null>(null);
  const [settingsOpen, setSettingsOpen] = useState(false);
  const [panelOpen, setPanelOpen] = useState(() => innerWidth > wide);
  const [adding, setAdding] = useState<DataElement['kind'] | 'input-table' | null>(null);
  /** Whose rows a new linked input table has; `undefined`: none is being made. */
  const [linking, setLinking] = useState<Source | null | undefined>(undefined);
  const picker = useRef<PickImage>(null);
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => api.get<List<Connection>>('/connections', {}, signal),
    staleTime: 60_000,
  });
  // In an input table the same keys take back what was typed there.
  const unlessTyping = (act: () => void) => (event: KeyboardEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('[data-kind="input-table"]') === null) act();
  };
  useHotkeys([
    ['mod+Z', unlessTyping(() => draft.undo()), { preventDefault: false }],
    ['mod+shift+Z', unlessTyping(() => draft.redo()), { preventDefault: false }],
    ['mod+Y', unlessTyping(() => draft.redo()), { preventDefault: false }],
  ]);

  const openPage = (pageId: string): void => navigate(`/workbooks/${workbook.id}?page=${pageId}`);
  const columnsOf = useKnownColumns(workbook.id);
  const put = (element: PageElement): void => {
    const changes = changesTo(draft.definition, element, columnsOf);
    if (changes.length > 0) draft.change(changes);
  };
  /** What is new is what one goes on with. */
  const reveal = (elementId: string): void => {
    setSelected(elementId);
    setRevealed(elementId);
  };
  const add = (element: Omit<PageElement, 'layout'>): void => {
    if (page === undefined) return;
    const whole = placed(draft.definition, page.id, element);
    draft.change([{ kind: 'putElement', pageId: page.id, element: whole }]);
    reveal(whole.id);
  };
  const onAdd = (addition: Addition): void => {
    if (addition.kind === 'text') add(newText());
    else if (addition.kind === 'control') add(newControl(addition.control));
    else if (addition.kind === 'image') picker.current?.();
    else if (addition.kind === 'linked-input-table') setLinking(null);
    else setAdding(addition.kind);
  };
  const chosen = elementsOf(definition).find(({ id }) => id === selected) ?? null;
  // A dataset is one table on one page.
  const isDataset = workbook.kind === 'dataset';
  const hasPanel = page?.elements.some(({ kind }) => kind !== 'input-table') === true;

  return (
    <SavedDefinitionProvider value={draft.savedDefinition}>
      <ControlValuesProvider definition={definition}>
        <DocumentFrame
          workbook={workbook}
          mode="edit"
          onSettings={() => setSettingsOpen(true)}
          actions={
            <>
              <SaveState draft={draft} />
              {(hasPanel || draft.canUndo || draft.canRedo) && <UndoButtons draft={draft} />}
              {hasPanel && (
                <Tooltip label={panelOpen ? 'Hide properties' : 'Show properties'}>
                  <ActionIcon
                    aria-label="Properties"
                    aria-pressed={panelOpen}
                    variant={panelOpen ? 'light' : 'subtle'}
                    onClick={() => setPanelOpen(!panelOpen)}
                  >
                    <IconLayoutSidebarRight {...icon} />
                  </ActionIcon>
                </Tooltip>
              )}
              {!isDataset && <AddMenu onAdd={onAdd} />}
              <Publish workbook={workbook} draft={draft} />
            </>
          }
          panel={
            hasPanel && panelOpen ? <SidePanel documentId={workbook.id} definition={definition} element={chosen} onChange={put} /> : null
          }
          tabs={
            isDataset ? null : (
              <PageTabs pages={definition.pages} open={page?.id} onOpen={openPage} onChange={(change) => draft.change([change])} />
            )
          }
        >
          {page !== undefined && (
            <Canvas
              key={page.id}
              page={page}
              empty={<EmptyPage kind={workbook.kind} onAdd={onAdd} />}
              revealed={revealed}
              editing={{
                onChange: (changes) => draft.change(changes),
                selected,
                onSelect: setSelected,
                frameOf: (element) => ({
                  onRename: (name) => put(element.kind === 'control' ? { ...element, name, label: name } : { ...element, name }),
                  // A copy would write to the same table.
                  onDuplicate:
                    element.kind === 'input-table' || isLinked(element) || isDataset
                      ? null
                      : () => add({ ...element, id: crypto.randomUUID() }),
                  onLink: isDataset ? null : linkTo(element, setLinking),
                  onRemove: () => draft.change([{ kind: 'removeElement', elementId: element.id }]),
                  otherPages: definition.pages.filter(({ id }) => id !== page.id),
                  onMoveToPage: (pageId) => moveToPage(draft, element, pageId),
                }),
              }}
            >
              {(element, alone) => (
                <ElementView
                  element={element}
                  alone={alone}
                  documentId={workbook.id}
                  definition={definition}
                  version="draft"
                  mode="edit"
                  onChange={put}
                  connectionName={connections.data?.items.length === 1 ? connections.data.items[0]?.name : undefined}
                />
              )}
            </Canvas>
          )}
        </DocumentFrame>
        <ImagePicker ref={picker} onPick={(image, fileName) => add(newImage(image, fileName))} />
        {adding === 'input-table' && page !== undefined && (
          <AddInputTable
            workbookId={workbook.id}
            pageId={page.id}
            connections={connections.data?.items ?? []}
            beforeCreate={() => draft.flush()}
            onCreated={reveal}
            onClose={() => setAdding(null)}
          />
        )}
        {linking !== undefined && page !== undefined && (
          <Suspense fallback={null}>
            <AddLinkedTable
              workbookId={workbook.id}
              pageId={page.id}
              definition={definition}
              source={linking}
              connections={connections.data?.items ?? []}
              beforeCreate={() => draft.flush()}
              onCreated={reveal}
              onClose={() => setLinking(undefined)}
            />
          </Suspense>
        )}
        {settingsOpen && (
          <DocumentSettings
            settings={definition}
            onChange={(settings) => draft.change([{ kind: 'setDocument', ...settings }])}
            onClose={() => setSettingsOpen(false)}
          />
        )}
        {adding !== null && adding !== 'input-table' && (
          <Suspense fallback={null}>
            <NewDataElement
              kind={adding}
              documentId={workbook.id}
              definition={definition}
              onAdd={(element) => {
                add(element);
                setAdding(null);
              }}
              onClose={() => setAdding(null)}
            />
          </Suspense>
        )}
      </ControlValuesProvider>
    </SavedDefinitionProvider>
  );
}

/** Tables have rows that something can be typed beside. */
function linkTo(element: PageElement, link: (source: Source) => void): (() => void) | null {
  if (element.kind === 'table') return () => link({ kind: 'element', elementId: element.id });
  if (element.kind === 'input-table') return () => link({ kind: 'input-table', inputTableId: element.inputTableId });
  return null;
}

/** Below what is on the other page. */
function moveToPage(draft: DraftStore, element: PageElement, pageId: string): void {
  const target = draft.definition.pages.find(({ id }) => id === pageId);
  if (target === undefined) return;
  const layout = { ...element.layout, x: 0, y: endOf(target.elements) };
  draft.change([{ kind: 'moveElement', elementId: element.id, pageId, layout }]);
}

function SaveState({ draft }: { draft: DraftStore }) {
  const words = { saved: 'Draft saved', saving: 'Saving draft…', unreachable: 'Not saved yet: the server cannot be reached' };
  return (
    <span className={styles['save-state']} data-state={draft.state} aria-live="polite">
      {words[draft.state]}
    </span>
  );
}

function UndoButtons({ draft }: { draft: DraftStore }) {
  return (
    <>
      <Tooltip label="Undo (Ctrl Z)">
        <ActionIcon aria-label="Undo change of the draft" disabled={!draft.canUndo} onClick={() => draft.undo()}>
          <IconArrowBackUp {...icon} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Redo (Ctrl Y)">
        <ActionIcon aria-label="Redo change of the draft" disabled={!draft.canRedo} onClick={() => draft.redo()}>
          <IconArrowForwardUp {...icon} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
