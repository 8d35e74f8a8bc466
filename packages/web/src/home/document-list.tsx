/** Folders and documents in lines, each with what can be done with it. */
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { IconFileSpreadsheet, IconFolder, IconStack2, IconTable } from '@tabler/icons-react';
import type { DocumentKind } from '@penstock/domain/workbooks/definition';
import type { ComponentType } from 'react';
import { Link } from 'wouter';
import { api } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import type { Folder, ListedWorkbook, Right } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { ActionsCell, ListTable } from '../ui/list-table.tsx';
import { Moment } from '../ui/moment.tsx';
import { Tag } from '../ui/notice.tsx';
import ui from '../ui/ui.module.css';
import { DocumentMenu } from './document-menu.tsx';
import { FolderMenu } from './folder-menu.tsx';
import styles from './home.module.css';

const kinds: Readonly<
  Record<DocumentKind, { readonly icon: ComponentType<{ size: number; stroke: number }>; readonly label: string | null }>
> = {
  workbook: { icon: IconFileSpreadsheet, label: null },
  'data-model': { icon: IconStack2, label: 'Data model' },
  dataset: { icon: IconTable, label: 'Dataset' },
};

const rightNames: Readonly<Record<Right, string>> = { view: 'View', explore: 'Explore', edit: 'Edit' };

interface DocumentListProps {
  readonly documents: readonly ListedWorkbook[];
  readonly folders: readonly Folder[];
  /** That a document can be moved to. */
  readonly allFolders: readonly Folder[];
  readonly isTrash: boolean;
}

export function DocumentList({ documents, folders, allFolders, isTrash }: DocumentListProps) {
  return (
    <ListTable columns={['Name', 'Owner', 'You may', isTrash ? 'Deleted' : 'Changed']} hasActions>
      {folders.map((folder) => (
        <tr key={folder.id}>
          <td>
            <span className={styles['name']}>
              <IconFolder size={17} stroke={1.5} />
              <Link href={`/?folder=${folder.id}`} className={ui['primary'] ?? ''}>
                {folder.name}
              </Link>
            </span>
          </td>
          <td>
            <Owner owner={folder.owner} />
          </td>
          <td className={ui['muted']}>{rightNames[folder.myRight]}</td>
          <td className={ui['muted']}>–</td>
          <ActionsCell>{folder.myRight === 'edit' && <FolderMenu folder={folder} folders={allFolders} />}</ActionsCell>
        </tr>
      ))}
      {documents.map((document) => {
        const { icon: Icon, label } = kinds[document.kind];
        return (
          <tr key={document.id}>
            <td>
              <span className={styles['name']}>
                <Icon size={17} stroke={1.5} />
                {isTrash ? (
                  document.name
                ) : (
                  <Link href={`/workbooks/${document.id}`} className={ui['primary'] ?? ''}>
                    {document.name}
                  </Link>
                )}
                {label !== null && <Tag>{label}</Tag>}
                {label !== null && !isTrash && document.publishedNumber === null && <Tag tone="warning">Not published yet</Tag>}
              </span>
            </td>
            <td>
              <Owner owner={document.owner} />
            </td>
            <td className={ui['muted']}>{rightNames[document.myRight]}</td>
            <td className={ui['muted']}>
              <Moment at={isTrash ? document.deletedAt : document.updatedAt} />
            </td>
            <ActionsCell>
              {isTrash ? <TakeBack document={document} /> : <DocumentMenu document={document} folders={allFolders} />}
            </ActionsCell>
          </tr>
        );
      })}
    </ListTable>
  );
}

function Owner({ owner }: { owner: { readonly id: string; readonly name: string } }) {
  const { member } = useSession();
  return (
    <span className={styles['owner']}>
      <Avatar name={owner.name} />
      {owner.id === member.id ? 'You' : owner.name}
    </span>
  );
}

function TakeBack({ document }: { document: ListedWorkbook }) {
  const queryClient = useQueryClient();
  const restore = useMutation({
    mutationFn: () => api.post(`/trash/${document.id}/restore`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['workbooks'] }),
    onError: (error) => notifications.show({ message: asProblem(error).message, color: 'red' }),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={restore.isPending}
      aria-label={`Take ${document.name} out of the trash`}
      onClick={() => restore.mutate()}
    >
      Take out
    </Button>
  );
}
