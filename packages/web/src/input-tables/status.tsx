/** One line that always tells where the person's edits are: saved, on their way, waiting or refused. */
import type { TableStore } from './table-store.ts';
import styles from './input-table.module.css';

export function Status({ store, misfits }: { store: TableStore; misfits: number }) {
  const waiting = store.queue.waiting.length;
  const refused = store.refused.length;
  const { queueState } = store;
  const { lastProblem } = store.queue;
  const [state, text] =
    queueState.kind === 'signed-out'
      ? (['waiting', `Signed out. ${waiting} ${waiting === 1 ? 'edit is' : 'edits are'} kept here`] as const)
      : lastProblem !== null && waiting > 0
        ? (['waiting', `${waiting} waiting: ${lastProblem.title.toLowerCase()}`] as const)
        : waiting > 0
          ? (['saving', waiting === 1 ? 'Saving' : `Saving ${waiting}`] as const)
          : refused > 0
            ? (['refused', `${refused} refused`] as const)
            : misfits > 0
              ? (['refused', `${misfits} ${misfits === 1 ? 'cell does' : 'cells do'} not fit`] as const)
              : store.ended !== null
                ? (['waiting', 'Closed'] as const)
                : store.connected
                  ? (['saved', 'Saved'] as const)
                  : (['waiting', 'Reconnecting'] as const);
  return (
    <span className={styles['status']} role="status" aria-live="polite">
      <span className={styles['dot']} data-state={state} />
      {text}
    </span>
  );
}
