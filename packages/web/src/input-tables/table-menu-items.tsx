/** What the menu of every input table ends with: asking the warehouse anew, where it is edited, and where it lies. */
import { Menu } from '@mantine/core';
import { IconCheck, IconRefresh } from '@tabler/icons-react';
import type { EditableIn } from '@penstock/domain/input-tables/where-typed';
import { menuIcon } from '../ui/menus.tsx';
import { recheck } from './banners.tsx';
import type { TableStore } from './table-store.ts';

/** Where the element lets people type; given to those who edit the document. */
export interface EditedIn {
  readonly value: EditableIn;
  readonly onChange: (value: EditableIn) => void;
}

const places = [
  { value: 'draft', label: 'In the draft, by editors' },
  { value: 'published', label: 'In the published version' },
] as const;

export function TableMenuItems({ store, editedIn }: { store: TableStore; editedIn: EditedIn | null }) {
  return (
    <>
      <Menu.Item leftSection={<IconRefresh {...menuIcon} />} onClick={() => void recheck(store)}>
        Re-check
      </Menu.Item>
      {editedIn !== null && (
        <>
          <Menu.Divider />
          <Menu.Label>Where its cells are edited</Menu.Label>
          {places.map(({ value, label }) => (
            <Menu.Item
              key={value}
              aria-current={editedIn.value === value}
              leftSection={editedIn.value === value ? <IconCheck {...menuIcon} /> : <span style={{ width: menuIcon.size }} />}
              onClick={() => editedIn.value !== value && editedIn.onChange(value)}
            >
              {label}
            </Menu.Item>
          ))}
        </>
      )}
      <Menu.Divider />
      <Menu.Label>
        {store.table.destination.database} · {store.table.destination.schema}
      </Menu.Label>
      <Menu.Label style={{ overflowWrap: 'anywhere' }}>{store.table.table.table}</Menu.Label>
      <Menu.Label>Edit log at number {store.table.headNum}</Menu.Label>
    </>
  );
}
