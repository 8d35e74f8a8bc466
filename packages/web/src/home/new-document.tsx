/** Begins a workbook, a data model, a dataset or a folder; inside a folder, there. */
import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconChevronDown, IconFolderPlus, IconPlus, IconStack2, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Folder } from '../api/contract.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { menuIcon } from '../ui/menus.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import styles from './home.module.css';
import { useNewDocument } from './use-new-document.ts';

export function NewDocument({ folder }: { folder: Folder | null }) {
  const [namingFolder, setNamingFolder] = useState(false);
  // In somebody else's folder a document of one's own cannot be put.
  const folderId = folder?.myRight === 'edit' ? folder.id : null;
  const create = useNewDocument(folderId);
  return (
    <>
      <div className={styles['new']}>
        <Button leftSection={<IconPlus size={16} />} loading={create.isPending} onClick={() => create.mutate('workbook')}>
          New workbook
        </Button>
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon variant="default" size={32} aria-label="More to make">
              <IconChevronDown size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconStack2 {...menuIcon} />} onClick={() => create.mutate('data-model')}>
              New data model
            </Menu.Item>
            <Menu.Item leftSection={<IconTable {...menuIcon} />} onClick={() => create.mutate('dataset')}>
              New dataset
            </Menu.Item>
            <Menu.Item leftSection={<IconFolderPlus {...menuIcon} />} onClick={() => setNamingFolder(true)}>
              New folder
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {create.isError && <ProblemNotice error={create.error} />}
      {namingFolder && <NewFolder parentId={folderId} onClose={() => setNamingFolder(false)} />}
    </>
  );
}

function NewFolder({ parentId, onClose }: { parentId: string | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: (name: string) => api.post<Folder>('/folders', { name, parentId }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['folders'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title="New folder"
      action="Create folder"
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(String(form.get('name') ?? '').trim())}
      onClose={onClose}
    >
      <TextInput name="name" label="Name" maxLength={200} required data-autofocus />
    </FormDialog>
  );
}
