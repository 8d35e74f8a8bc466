/** A workbook: its name, its pages, and the elements of the page that is open. */
import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPencil, IconPlus, IconTable, IconUserPlus } from '@tabler/icons-react';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import { Suspense, lazy, useState } from 'react';
import { Link, useLocation, useParams, useSearch } from 'wouter';
import { api, isStatus } from '../api/client.ts';
import type { Connection, List, Workbook, WorkbookPage } from '../api/contract.ts';
import { NotFound } from '../app/not-found.tsx';
import { Waiting } from '../app/waiting.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MoreMenu, RemovingItem, menuIcon } from '../ui/menus.tsx';
import { ProblemNotice, Tag } from '../ui/notice.tsx';
import { Empty, useDocumentTitle } from '../ui/page.tsx';
import { AddInputTable } from './add-input-table.tsx';
import { ShareDialog } from './share-dialog.tsx';
import styles from './workbook.module.css';

const InputTableElement = lazy(async () => ({ default: (await import('../input-tables/input-table-element.tsx')).InputTableElement }));

export function WorkbookScreen() {
  const { id = '' } = useParams<{ id: string }>();
  const workbook = useQuery({ queryKey: ['workbook', id], queryFn: ({ signal }) => api.get<Workbook>(`/workbooks/${id}`, {}, signal) });
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
  return <OpenWorkbook workbook={workbook.data} />;
}

function OpenWorkbook({ workbook }: { workbook: Workbook }) {
  useDocumentTitle(workbook.name);
  const search = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [sharing, setSharing] = useState(false);
  const mayEdit = workbook.myRight === 'edit';
  const page = workbook.pages.find((candidate) => candidate.id === search.get('page')) ?? workbook.pages[0];
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => api.get<List<Connection>>('/connections', {}, signal),
    staleTime: 60_000,
  });
  const rename = useMutation({
    mutationFn: (name: string) => api.patch<Workbook>(`/workbooks/${workbook.id}`, { name }),
    onSuccess: (changed) => {
      queryClient.setQueryData(['workbook', workbook.id], changed);
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
    },
  });
  const draft = useMutation({
    mutationFn: (changes: readonly DraftChange[]) => api.post(`/workbooks/${workbook.id}/draft`, { changes }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['workbook', workbook.id] }),
  });
  const openPage = (pageId: string): void => navigate(`/workbooks/${workbook.id}?page=${pageId}`);
  const changePages = (change: DraftChange, then?: string): void =>
    draft.mutate([change], { onSuccess: () => then !== undefined && openPage(then) });
  const elements = page?.elements.toSorted((a, b) => a.position - b.position) ?? [];
  return (
    <div className={styles['workbook']}>
      <header className={styles['bar']}>
        <Title
          name={workbook.name}
          editable={mayEdit}
          startRenaming={search.has('rename')}
          onRenamed={(name) => {
            if (name !== null) rename.mutate(name);
            if (search.has('rename')) navigate(`/workbooks/${workbook.id}`, { replace: true });
          }}
        />
        {!mayEdit && <Tag>{workbook.myRight === 'view' ? 'View only' : 'Explore'}</Tag>}
        <div className={styles['push']}>
          {mayEdit && page !== undefined && (
            <Button variant="default" leftSection={<IconTable size={16} stroke={1.6} />} onClick={() => setAdding(true)}>
              Add input table
            </Button>
          )}
          {mayEdit && (
            <Button variant="default" leftSection={<IconUserPlus size={16} stroke={1.6} />} onClick={() => setSharing(true)}>
              Share
            </Button>
          )}
          <WorkbookMenu workbook={workbook} mayEdit={mayEdit} />
        </div>
      </header>
      {rename.isError && <ProblemNotice error={rename.error} />}
      {draft.isError && <ProblemNotice error={draft.error} />}
      <div className={styles['canvas']} data-single={elements.length === 1 || undefined}>
        {elements.length === 0 && (
          <Empty
            icon={<IconTable size={28} stroke={1.5} />}
            title="This page is empty"
            action={
              mayEdit && page !== undefined ? (
                <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
                  Add input table
                </Button>
              ) : undefined
            }
          >
            An input table is a spreadsheet whose rows live in your warehouse. Each edit is written there under the login of the person who
            made it.
          </Empty>
        )}
        <Suspense fallback={<Waiting />}>
          {elements.map((element) => (
            <div key={element.id} className={styles['element']}>
              <InputTableElement
                alone={elements.length === 1}
                inputTableId={element.inputTableId}
                name={element.name}
                connectionName={connections.data?.items.length === 1 ? connections.data.items[0]?.name : undefined}
              />
            </div>
          ))}
        </Suspense>
      </div>
      <PageTabs pages={workbook.pages} open={page?.id} editable={mayEdit} onOpen={openPage} onChange={changePages} />
      {adding && page !== undefined && (
        <AddInputTable workbook={workbook} page={page} connections={connections.data?.items ?? []} onClose={() => setAdding(false)} />
      )}
      {sharing && <ShareDialog workbook={workbook} onClose={() => setSharing(false)} />}
    </div>
  );
}

function Title({
  name,
  editable,
  startRenaming,
  onRenamed,
}: {
  name: string;
  editable: boolean;
  startRenaming: boolean;
  onRenamed: (name: string | null) => void;
}) {
  const [renaming, setRenaming] = useState(startRenaming && editable);
  const finish = (text: string): void => {
    setRenaming(false);
    onRenamed(text.trim() !== '' && text.trim() !== name ? text.trim() : null);
  };
  if (renaming)
    return (
      <input
        className={styles['rename']}
        aria-label="Name of the workbook"
        defaultValue={name}
        autoFocus
        maxLength={255}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => finish(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') {
            event.currentTarget.value = name;
            event.currentTarget.blur();
          }
        }}
      />
    );
  return (
    <div className={styles['title']}>
      {editable ? (
        <button type="button" aria-label={`Rename ${name}`} onClick={() => setRenaming(true)}>
          <h1>{name}</h1>
        </button>
      ) : (
        <h1>{name}</h1>
      )}
    </div>
  );
}

function WorkbookMenu({ workbook, mayEdit }: { workbook: Workbook; mayEdit: boolean }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete(`/workbooks/${workbook.id}`),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      navigate('/');
    },
  });
  return (
    <>
      <MoreMenu label="Workbook menu">
        <Menu.Item component={Link} href="/">
          Back to all workbooks
        </Menu.Item>
        {mayEdit && <RemovingItem onClick={() => setAsking(true)}>Delete workbook</RemovingItem>}
      </MoreMenu>
      {asking && (
        <Confirm
          title={`Delete “${workbook.name}”?`}
          action="Delete workbook"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          The workbook goes for everyone it is shared with. The tables in the warehouse and the edit log stay.
        </Confirm>
      )}
    </>
  );
}

function PageTabs({
  pages,
  open,
  editable,
  onOpen,
  onChange,
}: {
  pages: readonly WorkbookPage[];
  open: string | undefined;
  editable: boolean;
  onOpen: (id: string) => void;
  onChange: (change: DraftChange, then?: string) => void;
}) {
  const [renaming, setRenaming] = useState<WorkbookPage | null>(null);
  const [removing, setRemoving] = useState<WorkbookPage | null>(null);
  const add = (): void => {
    const id = crypto.randomUUID();
    onChange({ kind: 'addPage', page: { id, name: `Page ${pages.length + 1}` }, position: null }, id);
  };
  const shown = pages.find((page) => page.id === open);
  return (
    <div className={styles['tabs']}>
      <div role="tablist" aria-label="Pages" style={{ display: 'flex' }}>
        {pages.map((page) => (
          <button
            key={page.id}
            type="button"
            role="tab"
            className={styles['tab']}
            aria-selected={page.id === open}
            onClick={() => onOpen(page.id)}
            onDoubleClick={() => editable && setRenaming(page)}
          >
            {page.name}
          </button>
        ))}
      </div>
      {editable && (
        <>
          <ActionIcon aria-label="New page" my="auto" onClick={add}>
            <IconPlus size={16} />
          </ActionIcon>
          {shown !== undefined && (
            <MoreMenu label={`Menu of ${shown.name}`} position="top-start">
              <Menu.Item leftSection={<IconPencil {...menuIcon} />} onClick={() => setRenaming(shown)}>
                Rename page
              </Menu.Item>
              <RemovingItem disabled={pages.length === 1} onClick={() => setRemoving(shown)}>
                Delete page
              </RemovingItem>
            </MoreMenu>
          )}
        </>
      )}
      {renaming !== null && (
        <FormDialog
          title="Rename page"
          action="Rename"
          onSubmit={(form) => {
            const name = String(form.get('name') ?? '').trim();
            if (name !== '') onChange({ kind: 'renamePage', pageId: renaming.id, name });
            setRenaming(null);
          }}
          onClose={() => setRenaming(null)}
        >
          <TextInput name="name" label="Name" defaultValue={renaming.name} maxLength={255} data-autofocus required />
        </FormDialog>
      )}
      {removing !== null && (
        <Confirm
          title={`Delete “${removing.name}”?`}
          action="Delete page"
          onConfirm={() => {
            onChange({ kind: 'removePage', pageId: removing.id });
            setRemoving(null);
          }}
          onClose={() => setRemoving(null)}
        >
          {removing.elements.length === 0
            ? 'The page is empty.'
            : `Its ${removing.elements.length} elements are removed from the workbook; their tables in the warehouse stay.`}
        </Confirm>
      )}
    </div>
  );
}
