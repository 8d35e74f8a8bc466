/** What readers see, as the person at the screen sees it; for who edits, also before anything is published. */
import { useQuery } from '@tanstack/react-query';
import { IconEye } from '@tabler/icons-react';
import type { Definition } from '@penstock/domain/workbooks/definition';
import type { ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import { api } from '../api/client.ts';
import type { Workbook } from '../api/contract.ts';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import { Moment } from '../ui/moment.tsx';
import ui from '../ui/ui.module.css';
import { EmptyPage } from './add-menu.tsx';
import { Canvas } from './canvas.tsx';
import { ControlValuesProvider } from './control-values.tsx';
import { DocumentFrame } from './document-frame.tsx';
import type { DraftStore } from './draft-store.ts';
import { pageAt } from './element-chunks.ts';
import { ElementView } from './element-view.tsx';
import { Publish } from './publish.tsx';
import { PageTabs } from './page-tabs.tsx';

export function PublishedMode({ workbook, draft }: { workbook: Workbook; draft: DraftStore }) {
  const mayEdit = workbook.myRight === 'edit';
  const { published } = workbook;
  // Who edits was given the draft; everybody else was given what they may see.
  const loaded = useQuery({
    queryKey: ['workbook', workbook.id, 'published', published?.number],
    queryFn: ({ signal }) => api.get<Workbook>(`/workbooks/${workbook.id}`, { version: 'published' }, signal),
    enabled: mayEdit && published !== null,
  });
  const shown = mayEdit ? loaded.data : workbook;
  const actions =
    published === null ? null : (
      <span className={ui['faint']}>
        Version {published.number}, published <Moment at={published.publishedAt} /> by {published.publishedBy.name}
      </span>
    );
  if (shown !== undefined) return <Pages workbook={workbook} definition={shown.definition} version={shown.version} actions={actions} />;
  return (
    <DocumentFrame workbook={workbook} mode="published" actions={actions} tabs={null}>
      {published === null && <NotPublished workbook={workbook} draft={draft} />}
      {loaded.isLoading && <Waiting />}
      {loaded.isError && <ProblemNotice error={loaded.error} />}
    </DocumentFrame>
  );
}

function Pages({
  workbook,
  definition,
  version,
  actions,
}: {
  workbook: Workbook;
  definition: Definition;
  version: 'draft' | 'published';
  actions: ReactNode;
}) {
  const [, navigate] = useLocation();
  const search = new URLSearchParams(useSearch());
  const page = pageAt(definition, search);
  const openPage = (id: string): void => {
    search.set('page', id);
    navigate(`/workbooks/${workbook.id}?${search}`);
  };
  return (
    <ControlValuesProvider definition={definition}>
      <DocumentFrame
        workbook={workbook}
        mode="published"
        actions={actions}
        tabs={<PageTabs pages={definition.pages} open={page?.id} onOpen={openPage} onChange={null} />}
      >
        {page !== undefined && (
          <Canvas key={page.id} page={page} empty={<EmptyPage kind={workbook.kind} onAdd={null} />} editing={null}>
            {(element, alone) => (
              <ElementView
                element={element}
                alone={alone}
                documentId={workbook.id}
                definition={definition}
                version={version}
                mode={workbook.myRight === 'view' ? 'view' : 'explore'}
                onChange={null}
                connectionName={undefined}
              />
            )}
          </Canvas>
        )}
      </DocumentFrame>
    </ControlValuesProvider>
  );
}

function NotPublished({ workbook, draft }: { workbook: Workbook; draft: DraftStore }) {
  return (
    <div style={{ flex: 1 }}>
      <Empty
        icon={<IconEye size={28} stroke={1.5} />}
        title="Nothing is published yet"
        action={<Publish workbook={workbook} draft={draft} />}
      >
        Until you publish, those with whom “{workbook.name}” is shared see its draft, read only.
      </Empty>
    </div>
  );
}
