/** What can be done with a folder. */
import { Menu, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconFolderSymlink, IconPencil, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Folder } from '../api/contract.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MoreMenu, RemovingItem, menuIcon } from '../ui/menus.tsx';
import { SharedWith } from '../workbooks/shared-with.tsx';
import { MoveDialog } from './move-dialog.tsx';

type Task = 'rename' | 'move' | 'share' | 'delete';

export function FolderMenu({ folder, folders }: { folder: Folder; folders: readonly Folder[] }) {
  const [task, setTask] = useState<Task | null>(null);
  const queryClient = useQueryClient();
  const close = (): void => setTask(null);
  const changed = async (): Promise<void> => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['folders'] }),
      queryClient.invalidateQueries({ queryKey: ['workbooks'] }),
    ]);
    close();
  };
  const path = `/folders/${folder.id}`;
  const change = useMutation({
    mutationFn: (to: { readonly name?: string; readonly parentId?: string | null }) => api.patch(path, to),
    onSuccess: changed,
  });
  const remove = useMutation({ mutationFn: () => api.delete(path), onSuccess: changed });
  return (
    <>
      <MoreMenu label={`Menu of ${folder.name}`}>
        <Menu.Item leftSection={<IconUserPlus {...menuIcon} />} onClick={() => setTask('share')}>
          Share...
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil {...menuIcon} />} onClick={() => setTask('rename')}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderSymlink {...menuIcon} />} onClick={() => setTask('move')}>
          Move to folder
        </Menu.Item>
        <RemovingItem onClick={() => setTask('delete')}>Delete</RemovingItem>
      </MoreMenu>
      {task === 'share' && (
        <Modal opened onClose={close} title={`Share “${folder.name}”`} size="md">
          <SharedWith path={`${path}/grants`} owner={folder.owner} what="folder and all that lies in it" onDone={close} />
        </Modal>
      )}
      {task === 'rename' && (
        <FormDialog
          title="Rename folder"
          action="Rename"
          busy={change.isPending}
          error={change.error}
          onSubmit={(form) => change.mutate({ name: String(form.get('name') ?? '').trim() })}
          onClose={close}
        >
          <TextInput name="name" label="Name" defaultValue={folder.name} maxLength={200} required data-autofocus />
        </FormDialog>
      )}
      {task === 'move' && (
        <MoveDialog
          name={folder.name}
          from={folder.parentId}
          folders={folders.filter(({ id, myRight }) => id !== folder.id && myRight === 'edit')}
          busy={change.isPending}
          error={change.error}
          onMove={(parentId) => change.mutate({ parentId })}
          onClose={close}
        />
      )}
      {task === 'delete' && (
        <Confirm
          title={`Delete “${folder.name}”?`}
          action="Delete folder"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={close}
        >
          What lies in it moves to the folder above; who reached it only through this folder no longer does.
        </Confirm>
      )}
    </>
  );
}
