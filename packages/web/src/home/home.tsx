/** The first screen: what you worked on, what was shared with you, folders, and a way to begin. */
import { SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconFileSpreadsheet, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { api } from '../api/client.ts';
import type { Folder, List, ListedWorkbook } from '../api/contract.ts';
import { usePermission } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import { DocumentList } from './document-list.tsx';
import { FolderPath } from './folder-path.tsx';
import styles from './home.module.css';
import { NewDocument } from './new-document.tsx';

const views = {
  all: 'All',
  recent: 'Recent',
  mine: 'Mine',
  shared: 'Shared with me',
  trash: 'Trash',
} as const;
type View = keyof typeof views;

const isView = (text: string | null): text is View => text !== null && Object.hasOwn(views, text);

const nothing: Readonly<Record<View, string>> = {
  all: 'Nothing lies here yet.',
  recent: 'What you open is listed here.',
  mine: 'You have not made a workbook yet.',
  shared: 'Nobody has shared a workbook with you yet.',
  trash: 'What you delete can be taken back from here.',
};

export function Home() {
  const mayBuild = usePermission('workbooks.build');
  const search = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const folderId = search.get('folder');
  const wantedView = search.get('view');
  const view: View = isView(wantedView) ? wantedView : 'all';
  const [filter, setFilter] = useState('');
  const folders = useQuery({
    queryKey: ['folders'],
    queryFn: ({ signal }) => api.get<{ readonly items: readonly Folder[] }>('/folders', {}, signal),
  });
  const documents = useQuery({
    queryKey: ['workbooks', view, folderId],
    queryFn: ({ signal }) => api.get<List<ListedWorkbook>>('/workbooks', listOf(view, folderId), signal),
  });
  const wanted = filter.trim().toLowerCase();
  const known = folders.data?.items ?? [];
  const folder = known.find(({ id }) => id === folderId) ?? null;
  const fits = ({ name }: { readonly name: string }): boolean => name.toLowerCase().includes(wanted);
  // Where a folder is not mine to see, what lies in it stands at the top.
  const atTop = ({ parentId }: Folder): boolean => parentId === null || !known.some(({ id }) => id === parentId);
  const shownFolders =
    view === 'all' ? known.filter((each) => (folderId === null ? atTop(each) : each.parentId === folderId)).filter(fits) : [];
  const inPlace = (document: ListedWorkbook): boolean =>
    view !== 'all' || folderId !== null || document.folderId === null || !known.some(({ id }) => id === document.folderId);
  const listed = (documents.data?.items ?? []).filter(inPlace).filter(fits);
  const isEmpty = documents.isSuccess && folders.isSuccess && listed.length === 0 && shownFolders.length === 0;
  const isNew = isEmpty && view === 'all' && folderId === null && wanted === '';
  return (
    <Page title={folder === null ? 'Workbooks' : folder.name} actions={mayBuild && <NewDocument folder={folder} />}>
      {folder !== null && <FolderPath folder={folder} folders={known} />}
      {(documents.isError || folders.isError) && <ProblemNotice error={documents.error ?? folders.error} />}
      <div className={styles['bar']}>
        {folder === null ? (
          <SegmentedControl
            size="xs"
            aria-label="Which workbooks"
            value={view}
            onChange={(value) => navigate(value === 'all' ? '/' : `/?view=${value}`)}
            data={Object.entries(views).map(([value, label]) => ({ value, label }))}
          />
        ) : (
          <span />
        )}
        <TextInput
          aria-label="Filter by name"
          placeholder="Filter by name"
          leftSection={<IconSearch size={15} stroke={1.6} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      {(documents.isPending || folders.isPending) && <Waiting />}
      {isNew && (
        <Empty icon={<IconFileSpreadsheet size={28} stroke={1.5} />} title="No workbooks yet">
          {mayBuild
            ? 'A workbook holds pages of tables, charts and input tables over your warehouse, each asked under your own login.'
            : 'Nothing has been shared with you so far. Ask a colleague to share a workbook, or an administrator for the right to build.'}
        </Empty>
      )}
      {isEmpty && !isNew && <Empty title="Nothing here">{wanted !== '' ? `Nothing here is called “${filter}”.` : nothing[view]}</Empty>}
      {(listed.length > 0 || shownFolders.length > 0) && (
        <DocumentList documents={listed} folders={shownFolders} allFolders={known} isTrash={view === 'trash'} />
      )}
    </Page>
  );
}

/** What to ask for; the newest come first. */
function listOf(view: View, folderId: string | null): Readonly<Record<string, string | number | undefined>> {
  if (folderId !== null) return { limit: 200, folderId };
  return { limit: 200, filter: view };
}
