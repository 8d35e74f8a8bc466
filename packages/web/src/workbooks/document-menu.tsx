/** The caret beside a document's name: what can be done with the document as a whole. */
import { ActionIcon, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconChevronDown, IconHome, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../api/client.ts';
import type { Workbook } from '../api/contract.ts';
import { usePermission, useSession } from '../app/session.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { RemovingItem, menuIcon } from '../ui/menus.tsx';
import { ShareDialog } from './share-dialog.tsx';

export type DocumentMode = 'edit' | 'published';

type Task = 'share' | 'delete';

export function DocumentMenu({ workbook, mode }: { workbook: Workbook; mode: DocumentMode }) {
  const [task, setTask] = useState<Task | null>(null);
  const { member } = useSession();
  const isAdmin = usePermission('connections.manage');
  const mayEdit = workbook.myRight === 'edit';
  const close = (): void => setTask(null);
  return (
    <>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <ActionIcon aria-label="Workbook menu">
            <IconChevronDown size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {(mayEdit || (isAdmin && mode === 'published')) && (
            <Menu.Item leftSection={<IconUserPlus {...menuIcon} />} onClick={() => setTask('share')}>
              Share...
            </Menu.Item>
          )}
          <Menu.Item component={Link} href="/" leftSection={<IconHome {...menuIcon} />}>
            Back to all workbooks
          </Menu.Item>
          {workbook.owner.id === member.id && <RemovingItem onClick={() => setTask('delete')}>Delete</RemovingItem>}
        </Menu.Dropdown>
      </Menu>
      {task === 'share' && <ShareDialog workbook={workbook} mode={mode} onClose={close} />}
      {task === 'delete' && <DeleteWorkbook workbook={workbook} onClose={close} />}
    </>
  );
}

function DeleteWorkbook({ workbook, onClose }: { workbook: Workbook; onClose: () => void }) {
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
    <Confirm
      title={`Delete “${workbook.name}”?`}
      action="Delete workbook"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      It goes to the trash for everyone it is shared with; you can take it out again. The tables in the warehouse and the edit log stay.
    </Confirm>
  );
}
