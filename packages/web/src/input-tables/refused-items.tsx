/** In the menu of a cell that holds back a value which was refused: what its author can do with it. */
import { Menu } from '@mantine/core';
import { IconSend, IconX } from '@tabler/icons-react';
import { tell } from '../queries/data-actions.tsx';
import { menuIcon } from '../ui/menus.tsx';
import type { RefusedCell } from './cell-states.ts';
import type { TableStore } from './table-store.ts';

export function RefusedItems({ store, refused }: { store: TableStore; refused: RefusedCell }) {
  return (
    <>
      <Menu.Label>A value was refused here</Menu.Label>
      <Menu.Item leftSection={<IconSend {...menuIcon} />} onClick={() => store.sendAgain(refused.edit).catch(tell)}>
        Send again
      </Menu.Item>
      <Menu.Item leftSection={<IconX {...menuIcon} />} onClick={() => store.discard(refused.edit).catch(tell)}>
        Discard
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
