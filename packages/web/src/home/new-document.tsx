/** Begins a workbook, a data model or a folder; inside a folder, there. */
import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconChevronDown, IconFolderPlus, IconPlus, IconStack2 } from '@tabler/icons-react';
import type { DocumentKind } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import type { Folder, Workbook } from '../api/contract.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { menuIcon } from '../ui/menus.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import styles from './home.module.css';

const untitled: Readonly<Record<DocumentKind, string>> = {
  workbook: 'Untitled workbook',
  'data-model': 'Untitled data model',
  dataset: 'Untitled dataset',
};

export function NewDocument({ folder }: { folder: Folder | null }) {
  const [, navigate] = useLocation();
  const [namingFolder, setNamingFolder] = useState(false);
  const queryClient = useQueryClient();
  // In somebody else's folder a document of one's own cannot be put.
  const folderId = folder?.myRight === 'edit' ? folder.id : null;
  const create = useMutation({
    mutationFn: (kind: DocumentKind) => api.post<Workbook>('/workbooks', { name: untitled[kind], kind, folderId }),
    onSuccess: (workbook) => {
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      navigate(`/workbooks/${workbook.id}?rename`);
    },
  });
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
