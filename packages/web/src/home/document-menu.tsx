/** What can be done with a document from the list. */
import { Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconFolderSymlink } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Folder, ListedWorkbook } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { MoreMenu, RemovingItem, menuIcon } from '../ui/menus.tsx';
import { DeleteDocument } from './delete-document.tsx';
import { MoveDialog } from './move-dialog.tsx';

export function DocumentMenu({ document, folders }: { document: ListedWorkbook; folders: readonly Folder[] }) {
  const { member } = useSession();
  const [task, setTask] = useState<'move' | 'delete' | null>(null);
  const queryClient = useQueryClient();
  const move = useMutation({
    mutationFn: (folderId: string | null) => api.patch(`/workbooks/${document.id}`, { folderId }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      setTask(null);
    },
  });
  // Moving changes who reaches it, and deleting takes it from everybody: both are the owner's.
  if (document.owner.id !== member.id) return null;
  return (
    <>
      <MoreMenu label={`Menu of ${document.name}`}>
        <Menu.Item leftSection={<IconFolderSymlink {...menuIcon} />} onClick={() => setTask('move')}>
          Move to folder
        </Menu.Item>
        <RemovingItem onClick={() => setTask('delete')}>Delete</RemovingItem>
      </MoreMenu>
      {task === 'move' && (
        <MoveDialog
          name={document.name}
          from={document.folderId}
          folders={folders.filter(({ myRight }) => myRight === 'edit')}
          busy={move.isPending}
          error={move.error}
          onMove={(folderId) => move.mutate(folderId)}
          onClose={() => setTask(null)}
        />
      )}
      {task === 'delete' && (
        <DeleteDocument id={document.id} name={document.name} onClose={() => setTask(null)} onDeleted={() => setTask(null)} />
      )}
    </>
  );
}
