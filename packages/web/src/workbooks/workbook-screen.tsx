/** An open document: its draft while editing, what readers see, or an older version. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from 'wouter';
import { isStatus } from '../api/client.ts';
import type { Workbook } from '../api/contract.ts';
import { NotFound } from '../app/not-found.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { useDocumentTitle } from '../ui/page.tsx';
import { EditMode } from './edit-mode.tsx';
import { OlderVersion } from './older-version.tsx';
import { PreviewMode } from './preview-mode.tsx';
import { PublishedMode } from './published-mode.tsx';
import { useDocumentEvents, useDraft } from './use-draft.ts';
import { workbookQuery } from './workbook-query.ts';

export function WorkbookScreen() {
  const { id = '' } = useParams<{ id: string }>();
  const workbook = useQuery(workbookQuery(id));
  if (isStatus(workbook.error, 404) || isStatus(workbook.error, 400)) return <NotFound what="workbook" />;
  if (workbook.isPending) return <Waiting />;
  if (workbook.data === undefined)
    return (
      <div style={{ padding: 'var(--ps-space-lg)' }}>
        <ProblemNotice
          error={workbook.error}
          action={
            <Button variant="default" mt="xs" onClick={() => void workbook.refetch()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  // Anew when the right to edit comes or goes: what is shown is then another version.
  return <OpenWorkbook key={`${id} ${workbook.data.myRight === 'edit'}`} workbook={workbook.data} />;
}

function OpenWorkbook({ workbook }: { workbook: Workbook }) {
  useDocumentTitle(workbook.name);
  useDocumentEvents(workbook.id);
  const draft = useDraft(workbook);
  const search = new URLSearchParams(useSearch());
  const wantsPublished = search.get('mode') === 'published';
  const older = Number(search.get('version') ?? 0);
  // Anew for each, so that what was explored in one does not show in another.
  const memberId = search.get('as');
  if (workbook.myRight === 'edit' && memberId !== null) return <PreviewMode workbook={workbook} memberId={memberId} />;
  if (workbook.myRight === 'edit' && older > 0) return <OlderVersion key={older} workbook={workbook} number={older} />;
  if (workbook.myRight === 'edit' && !wantsPublished) return <EditMode workbook={workbook} draft={draft} />;
  return <PublishedMode workbook={workbook} draft={draft} />;
}
