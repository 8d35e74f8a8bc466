import { Select } from '@mantine/core';
import { useState } from 'react';
import type { Folder } from '../api/contract.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import ui from '../ui/ui.module.css';

const top = 'top';

/** Asks where a document or folder shall lie. */
export function MoveDialog({
  name,
  from,
  folders,
  busy,
  error,
  onMove,
  onClose,
}: {
  name: string;
  from: string | null;
  folders: readonly Folder[];
  busy: boolean;
  error: unknown;
  onMove: (folderId: string | null) => void;
  onClose: () => void;
}) {
  const [chosen, setChosen] = useState(from ?? top);
  return (
    <FormDialog
      title={`Move “${name}”`}
      action="Move"
      busy={busy}
      error={error}
      onSubmit={() => onMove(chosen === top ? null : chosen)}
      onClose={onClose}
    >
      <Select
        label="Folder"
        searchable
        data={[{ value: top, label: 'None: at the top' }, ...folders.map(({ id, name: label }) => ({ value: id, label }))]}
        value={chosen}
        onChange={(value) => value !== null && setChosen(value)}
        data-autofocus
      />
      <p className={ui['muted']}>Who may open the folder may then open it as well, with the same right.</p>
    </FormDialog>
  );
}
