/** The caret beside a document's name: what can be done with the document as a whole. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowsExchange,
  IconCalendarClock,
  IconChevronDown,
  IconCopy,
  IconEyeCheck,
  IconFileStack,
  IconHistory,
  IconHome,
  IconUserPlus,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Workbook } from '../api/contract.ts';
import { usePermission, useSession } from '../app/session.tsx';
import { DeleteDocument } from '../home/delete-document.tsx';
import { kindWords } from '../home/document-kinds.ts';
import { RemovingItem, menuIcon } from '../ui/menus.tsx';
import { DuplicateDialog, TransferDialog } from './give-dialogs.tsx';
import { PreviewAs } from './preview-as.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { VersionHistory } from './version-history.tsx';

export type DocumentMode = 'edit' | 'published';

type Task = 'share' | 'versions' | 'duplicate' | 'transfer' | 'preview' | 'delete';

interface DocumentMenuProps {
  readonly workbook: Workbook;
  readonly mode: DocumentMode;
  /** Opens the settings of the draft; `null`: they are not changed here. */
  readonly onSettings: (() => void) | null;
}

export function DocumentMenu({ workbook, mode, onSettings }: DocumentMenuProps) {
  const [task, setTask] = useState<Task | null>(null);
  const { member } = useSession();
  const isAdmin = usePermission('connections.manage');
  const mayBuild = usePermission('workbooks.build');
  const isOwner = workbook.owner.id === member.id;
  const mayEdit = workbook.myRight === 'edit';
  const [, navigate] = useLocation();
  const close = (): void => setTask(null);
  const { name: kind, home } = kindWords[workbook.kind];
  return (
    <>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <ActionIcon aria-label={`${kind} menu`}>
            <IconChevronDown size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {(mayEdit || (isAdmin && mode === 'published')) && (
            <Menu.Item leftSection={<IconUserPlus {...menuIcon} />} onClick={() => setTask('share')}>
              Share...
            </Menu.Item>
          )}
          {mayEdit && (
            <>
              <Menu.Item leftSection={<IconEyeCheck {...menuIcon} />} onClick={() => setTask('preview')}>
                Preview as...
              </Menu.Item>
              <Menu.Item leftSection={<IconFileStack {...menuIcon} />} onClick={() => setTask('versions')}>
                Version history
              </Menu.Item>
              {onSettings !== null && (
                <Menu.Item leftSection={<IconCalendarClock {...menuIcon} />} onClick={onSettings}>
                  Time zone and week
                </Menu.Item>
              )}
              <Menu.Item component={Link} href={`/workbooks/${workbook.id}/query-history`} leftSection={<IconHistory {...menuIcon} />}>
                Query history
              </Menu.Item>
            </>
          )}
          <Menu.Divider />
          {mayBuild && (
            <Menu.Item leftSection={<IconCopy {...menuIcon} />} onClick={() => setTask('duplicate')}>
              Duplicate
            </Menu.Item>
          )}
          {(isOwner || isAdmin) && (
            <Menu.Item leftSection={<IconArrowsExchange {...menuIcon} />} onClick={() => setTask('transfer')}>
              Transfer ownership
            </Menu.Item>
          )}
          <Menu.Item component={Link} href={home.href} leftSection={<IconHome {...menuIcon} />}>
            {home.label}
          </Menu.Item>
          {isOwner && <RemovingItem onClick={() => setTask('delete')}>Delete</RemovingItem>}
        </Menu.Dropdown>
      </Menu>
      {task === 'share' && <ShareDialog workbook={workbook} mode={mode} onClose={close} />}
      {task === 'versions' && <VersionHistory workbook={workbook} onClose={close} />}
      {task === 'preview' && <PreviewAs workbook={workbook} onClose={close} />}
      {task === 'duplicate' && <DuplicateDialog workbook={workbook} onClose={close} />}
      {task === 'transfer' && <TransferDialog workbook={workbook} onClose={close} />}
      {task === 'delete' && <DeleteDocument id={workbook.id} name={workbook.name} onClose={close} onDeleted={() => navigate(home.href)} />}
    </>
  );
}
