/** What stands above a table: a view of the past, a restriction, edits that wait, a problem; each with what can be done. */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import type { Typing } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { signInAddress } from '../profile/sign-ins.ts';
import { SignInAgain } from '../profile/sign-in-again.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { counted } from './describe.ts';
import styles from './input-table.module.css';
import type { TableStore } from './table-store.ts';

/** Has the server look again whether this person may edit. */
export async function recheck(store: TableStore): Promise<void> {
  try {
    await api.post(`/input-tables/${store.table.id}/recheck`);
    await store.reloadTable();
    store.resume();
    notifications.show({
      message: store.table.editing.state === 'open' ? 'Editing is open.' : 'Editing is still restricted; the reason is above the table.',
    });
  } catch (error) {
    const problem = asProblem(error);
    notifications.show({ title: problem.title, message: `${problem.message} ${problem.nextStep}`, color: 'red' });
  }
}

export function Banners({
  store,
  past,
  asOf,
  onNow,
  typing,
  onWaiting,
}: {
  store: TableStore;
  past: TableStore | null;
  asOf: string | null;
  onNow: () => void;
  /** In the version of the document that is shown. */
  typing: Typing;
  /** Absent where the list of waiting edits is on the screen already. */
  onWaiting?: () => void;
}) {
  const { editing, canEdit } = store.table;
  const { member } = useSession();
  const { queueState } = store;
  const { lastProblem, waiting } = store.queue;
  const scopeText = {
    me: 'Editing is restricted for you',
    table: 'Editing is restricted for everyone on this table',
    connection: 'Editing is restricted on the whole connection',
  } as const;
  return (
    <>
      {past !== null && past.problem !== null && (
        <div className={styles['banner']}>
          <ProblemNotice error={past.problem} />
        </div>
      )}
      {past !== null && (
        <div className={styles['banner']}>
          <Notice
            tone="warning"
            title={
              asOf !== null && /^\d+$/.test(asOf)
                ? `The table after edit ${asOf}`
                : `The table as of ${new Date(asOf ?? 0).toLocaleString()}`
            }
            action={
              <Button size="compact-xs" mt={4} variant="default" onClick={onNow}>
                Back to now
              </Button>
            }
          />
        </div>
      )}
      {editing.state === 'restricted' && (
        <div className={styles['banner']}>
          <Notice
            tone="warning"
            title={scopeText[editing.scope ?? 'table']}
            action={
              <Group gap={6} mt={4}>
                {editing.code === 'sign-in.ended' && <SignInAgain connectionId={store.table.connectionId} />}
                <Button size="compact-xs" variant="default" onClick={() => void recheck(store)}>
                  Re-check
                </Button>
              </Group>
            }
          >
            <p>
              {editing.reason} {editing.nextStep}
            </p>
          </Notice>
        </div>
      )}
      {canEdit && !typing.allowed && editing.state === 'open' && past === null && (
        <div className={styles['banner']}>
          <Notice>{typing.reason}</Notice>
        </div>
      )}
      {!canEdit && editing.state === 'open' && store.problem === null && (
        <div className={styles['banner']}>
          <Notice>
            You may read this table. {typing.reason ?? ''} To edit it you need the right to edit the workbook, and a warehouse login that
            may write to {store.table.table.schema}.
          </Notice>
        </div>
      )}
      {onWaiting !== undefined && store.held.length > 0 && (
        <div className={styles['banner']}>
          <Notice
            tone="warning"
            title={`${counted(store.held.length, 'edit')} ${store.held.length === 1 ? 'waits' : 'wait'} to be written to the warehouse`}
            action={
              <Button size="compact-xs" mt={4} variant="default" onClick={onWaiting}>
                Show {store.held.length === 1 ? 'it' : 'them'}
              </Button>
            }
          />
        </div>
      )}
      {lastProblem !== null && waiting.length > 0 && (
        <div className={styles['banner']}>
          <Notice
            tone="warning"
            title={lastProblem.title}
            action={
              <Button size="compact-xs" mt={4} variant="default" onClick={() => store.resume()}>
                Try now
              </Button>
            }
          >
            <p>
              {lastProblem.message} {waiting.length === 1 ? 'Your edit is' : `Your ${waiting.length} edits are`} kept in this browser and
              sent again by itself.
            </p>
          </Notice>
        </div>
      )}
      {queueState.kind === 'signed-out' && (
        <div className={styles['banner']}>
          <Notice
            tone="warning"
            title="Your session has ended"
            action={
              <Button size="compact-xs" mt={4} component="a" href={signInAddress('/sign-in', member.email)}>
                Sign in again
              </Button>
            }
          >
            <p>Your edits are kept in this browser and sent after you have signed in.</p>
          </Notice>
        </div>
      )}
      {store.ended !== null && (
        <div className={styles['banner']}>
          <ProblemNotice
            error={store.ended}
            action={
              <Button size="compact-xs" mt={4} variant="default" onClick={() => store.resume()}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      {store.problem !== null && store.ended === null && (
        <div className={styles['banner']}>
          <ProblemNotice
            error={store.problem}
            action={
              <Button size="compact-xs" mt={4} variant="default" onClick={() => store.resume()}>
                Try again
              </Button>
            }
          />
        </div>
      )}
    </>
  );
}
