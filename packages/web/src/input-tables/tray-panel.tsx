/** Edits that were refused. They are kept until their author sends them again or lets go of them. */
import { ActionIcon, Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { newEditId } from '@penstock/domain/input-tables/ids';
import type { ClientOperation } from '@penstock/domain/input-tables/operation';
import { IconX } from '@tabler/icons-react';
import { api } from '../api/client.ts';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';
import { browserRandom } from './browser-ports.ts';
import styles from './input-table.module.css';
import type { TableStore } from './table-store.ts';

export function describe(operation: ClientOperation): string {
  const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
  switch (operation.op) {
    case 'updateCells': {
      const [row] = operation.rows;
      if (operation.rows.length === 1 && row?.cells.length === 1 && operation.inserted.length === 0)
        return typeof row.cells[0] === 'string' ? `“${row.cells[0].slice(0, 60)}”` : 'A cell';
      return `${count(operation.rows.length * operation.columns.length, 'cell')}${operation.inserted.length > 0 ? ` and ${count(operation.inserted.length, 'new row')}` : ''}`;
    }
    case 'insertRows':
      return count(operation.rows.length, 'new row');
    case 'deleteRows':
      return `Deletion of ${count(operation.rows.length, 'row')}`;
    case 'restoreRows':
      return `Restoring ${count(operation.rows.length, 'row')}`;
    case 'moveRows':
      return `Move of ${count(operation.rows.length, 'row')}`;
    case 'addColumn':
      return `New column “${operation.column.name}”`;
    case 'changeColumn':
      return 'Change of a column';
    case 'deleteColumn':
      return 'Deletion of a column';
    case 'moveColumn':
      return 'Move of a column';
    case 'importRows':
      return 'Import';
  }
}

export function TrayPanel({ store, onClose }: { store: TableStore; onClose: () => void }) {
  const path = `/input-tables/${store.table.id}`;
  const sendAgain = useMutation({
    mutationFn: (editId: string) => api.post(`${path}/tray/${editId}/send-again`, { newEditId: newEditId(browserRandom) }),
    onSettled: () => void store.reloadTray(),
  });
  const letGo = useMutation({
    mutationFn: (editId: string) => api.delete(`${path}/tray/${editId}`),
    onSettled: () => void store.reloadTray(),
  });
  const refusedHere = store.queue.refused;
  return (
    <aside className={styles['panel']} aria-label="Refused edits">
      <header>
        <h3>Refused edits</h3>
        <ActionIcon aria-label="Close refused edits" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <div className={styles['scroll']}>
        {(sendAgain.isError || letGo.isError) && <ProblemNotice error={sendAgain.error ?? letGo.error} />}
        {store.tray.length + refusedHere.length === 0 && (
          <Empty title="Nothing was refused">An edit that the warehouse refuses is kept here, so that you can send it again.</Empty>
        )}
        {store.tray.map((item) => (
          <Refused
            key={item.editId}
            operation={item.operation}
            reason={item.reason}
            at={item.at}
            busy={sendAgain.isPending}
            onSend={() => sendAgain.mutate(item.editId)}
            onLetGo={() => letGo.mutate(item.editId)}
          />
        ))}
        {refusedHere.map((edit) => (
          <Refused
            key={edit.editId}
            operation={edit.operation}
            reason={`${edit.refusal?.reason ?? ''} ${edit.refusal?.nextStep ?? ''}`}
            at={new Date(edit.madeAtMs).toISOString()}
            busy={false}
            onSend={() => void store.queue.sendAgain(edit.editId, store.table.headNum)}
            onLetGo={() => void store.queue.discard(edit.editId)}
          />
        ))}
      </div>
    </aside>
  );
}

function Refused({
  operation,
  reason,
  at,
  busy,
  onSend,
  onLetGo,
}: {
  operation: ClientOperation;
  reason: string;
  at: string;
  busy: boolean;
  onSend: () => void;
  onLetGo: () => void;
}) {
  return (
    <article style={{ padding: '10px var(--ps-space-md)', borderBottom: '1px solid var(--ps-rule)' }}>
      <Group justify="space-between" gap="xs">
        <b>{describe(operation)}</b>
        <span className={ui['faint']}>
          <Moment at={at} />
        </span>
      </Group>
      <p style={{ margin: '2px 0 var(--ps-space-xs)' }} className={ui['muted']}>
        {reason}
      </p>
      <Group gap={6}>
        <Button size="compact-xs" loading={busy} onClick={onSend}>
          Send again
        </Button>
        <Button size="compact-xs" variant="default" onClick={onLetGo}>
          Let go
        </Button>
      </Group>
    </article>
  );
}
