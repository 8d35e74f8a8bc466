/** Says that saved edits of an input table are not in an element's rows yet: nothing that somebody typed is left out in silence. */
import { Popover, UnstyledButton } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import { counted } from '../input-tables/describe.ts';
import styles from './queries.module.css';

export function EditsMissingBadge({ edits, compact = false }: { edits: number; compact?: boolean }) {
  const missing = `${counted(edits, 'edit')} missing`;
  return (
    <Popover position="bottom-end" width={320} withinPortal>
      <Popover.Target>
        <UnstyledButton className={styles['badge']} aria-label={`${missing}. Why?`}>
          <IconClockPause size={13} stroke={1.7} />
          {!compact && <span>{missing}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles['card']}>
        <strong>
          {counted(edits, 'saved edit')} of an input table {edits === 1 ? 'is' : 'are'} not in these rows
        </strong>
        <p>
          {edits === 1 ? 'It waits' : 'They wait'} to be written to the warehouse: for {edits === 1 ? 'its author' : 'their authors'}, or
          for the warehouse itself. The input table shows {edits === 1 ? 'it' : 'them'} already, and its list of waiting edits says what
          each waits for.
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
