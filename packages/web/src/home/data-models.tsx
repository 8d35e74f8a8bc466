/** Documents that others build on: data models, whose elements are sources, and datasets, which are one table. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconStack2 } from '@tabler/icons-react';
import { api } from '../api/client.ts';
import type { Folder } from '../api/contract.ts';
import { usePermission } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty, Page } from '../ui/page.tsx';
import { DocumentList } from './document-list.tsx';
import styles from './home.module.css';
import { modelsQuery } from './models-query.ts';
import { useNewDocument } from './use-new-document.ts';

export function DataModels() {
  const mayBuild = usePermission('workbooks.build');
  const models = useQuery(modelsQuery);
  const folders = useQuery({
    queryKey: ['folders'],
    queryFn: ({ signal }) => api.get<{ readonly items: readonly Folder[] }>('/folders', {}, signal),
  });
  const items = models.data ?? [];
  return (
    <Page
      title="Data models"
      lead="What is joined, named and calculated once, for every workbook to build on. Published elements appear among the sources of a new table, chart or pivot."
      actions={mayBuild && items.length > 0 && <NewModel />}
    >
      {(models.isError || folders.isError) && <ProblemNotice error={models.error ?? folders.error} />}
      {models.isPending && <Waiting />}
      {models.isSuccess && items.length === 0 && (
        <Empty icon={<IconStack2 size={28} stroke={1.5} />} title="No data models yet" action={mayBuild && <NewModel />}>
          {mayBuild
            ? 'A data model is a document whose tables, pivots and charts are sources for others; a dataset is one table alone.'
            : 'Nobody has shared a data model with you so far.'}
        </Empty>
      )}
      {items.length > 0 && <DocumentList documents={items} folders={[]} allFolders={folders.data?.items ?? []} isTrash={false} />}
    </Page>
  );
}

function NewModel() {
  const create = useNewDocument(null);
  return (
    <>
      <div className={styles['new']}>
        <Button leftSection={<IconPlus size={16} />} loading={create.isPending} onClick={() => create.mutate('data-model')}>
          New data model
        </Button>
        <Button variant="default" disabled={create.isPending} onClick={() => create.mutate('dataset')}>
          New dataset
        </Button>
      </div>
      {create.isError && <ProblemNotice error={create.error} />}
    </>
  );
}
