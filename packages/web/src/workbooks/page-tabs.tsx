/** The pages of a document, at its foot. */
import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconPencil, IconPlus } from '@tabler/icons-react';
import type { DraftChange } from '@penstock/domain/workbooks/apply-change';
import type { Page } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { Confirm } from '../ui/confirm.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { MoreMenu, RemovingItem, menuIcon } from '../ui/menus.tsx';
import styles from './workbook.module.css';

interface PageTabsProps {
  readonly pages: readonly Page[];
  readonly open: string | undefined;
  readonly onOpen: (id: string) => void;
  /** `null`: pages are not changed here. */
  readonly onChange: ((change: DraftChange) => void) | null;
}

export function PageTabs({ pages, open, onOpen, onChange }: PageTabsProps) {
  const [renaming, setRenaming] = useState<Page | null>(null);
  const [removing, setRemoving] = useState<Page | null>(null);
  const shown = pages.find((page) => page.id === open);
  const position = pages.findIndex((page) => page.id === open);
  const add = (): void => {
    const id = crypto.randomUUID();
    onChange?.({ kind: 'addPage', page: { id, name: freePageName(pages) }, position: null });
    onOpen(id);
  };
  const move = (by: number): void => {
    if (shown !== undefined) onChange?.({ kind: 'movePage', pageId: shown.id, position: position + by });
  };
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
            onDoubleClick={() => onChange !== null && setRenaming(page)}
          >
            {page.name}
          </button>
        ))}
      </div>
      {onChange !== null && (
        <>
          <ActionIcon aria-label="New page" my="auto" onClick={add}>
            <IconPlus size={16} />
          </ActionIcon>
          {shown !== undefined && (
            <MoreMenu label={`Menu of ${shown.name}`} position="top-start">
              <Menu.Item leftSection={<IconPencil {...menuIcon} />} onClick={() => setRenaming(shown)}>
                Rename page
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowLeft {...menuIcon} />} disabled={position === 0} onClick={() => move(-1)}>
                Move left
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowRight {...menuIcon} />} disabled={position === pages.length - 1} onClick={() => move(1)}>
                Move right
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
            if (name !== '') onChange?.({ kind: 'renamePage', pageId: renaming.id, name });
            setRenaming(null);
          }}
          onClose={() => setRenaming(null)}
        >
          <TextInput name="name" label="Name" defaultValue={renaming.name} maxLength={200} data-autofocus required />
        </FormDialog>
      )}
      {removing !== null && (
        <Confirm
          title={`Delete “${removing.name}”?`}
          action="Delete page"
          onConfirm={() => {
            onChange?.({ kind: 'removePage', pageId: removing.id });
            setRemoving(null);
          }}
          onClose={() => setRemoving(null)}
        >
          {removing.elements.length === 0
            ? 'The page is empty.'
            : `Its ${removing.elements.length === 1 ? 'element is' : `${removing.elements.length} elements are`} removed from the workbook; tables in the warehouse stay.`}
        </Confirm>
      )}
    </div>
  );
}

function freePageName(pages: readonly Page[]): string {
  let number = pages.length + 1;
  while (pages.some(({ name }) => name === `Page ${number}`)) number += 1;
  return `Page ${number}`;
}
