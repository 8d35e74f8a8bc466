/**
 * Edits that wait. Those in the edit log are saved, and wait for something before the warehouse can take them; whoever may edit
 * can adopt them, and their author can withdraw them. Those in this browser are this person's own and have not been acknowledged.
 */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reading } from '@penstock/domain/values/format';
import type { PendingItem } from '../api/contract.ts';
import { useSession } from '../app/session.tsx';
import { SignInAgain } from '../profile/sign-in-again.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Empty } from '../ui/page.tsx';
import { recheck } from './banners.tsx';
import { counted, describe } from './describe.ts';
import type { WaitingEdit } from './edit-store.ts';
import styles from './input-table.module.css';
import { Panel, PanelEdit } from './panel.tsx';
import type { TableStore } from './table-store.ts';
import { WaitingCells } from './waiting-cells.tsx';

/** Its author has withdrawn it; the server looks whether it was written already. */
const beingWithdrawn = 'edit-log.withdrawing';

/** This person's edits that the browser keeps because the server does not take them. */
export function keptHere({ queue, queueState }: TableStore): readonly WaitingEdit[] {
  return queue.lastProblem !== null || queueState.kind === 'signed-out' ? queue.waiting : [];
}

export function WaitingPanel({
  store,
  editable,
  reading,
  onClose,
}: {
  store: TableStore;
  editable: boolean;
  reading: Reading;
  onClose: () => void;
}) {
  const { member } = useSession();
  const [adopting, setAdopting] = useState<readonly PendingItem[] | null>(null);
  const others = store.held.filter(({ author }) => author.id !== member.id);
  const [withdrawing, setWithdrawing] = useState<readonly PendingItem[] | null>(null);
  const mine = store.held.filter(({ author, code }) => author.id === member.id && code !== beingWithdrawn);
  const here = keptHere(store);
  return (
    <Panel title="Waiting edits" onClose={onClose}>
      {store.held.length + here.length === 0 && (
        <Empty title="Nothing waits">Every edit that Penstock has saved is in the warehouse, or on its way there.</Empty>
      )}
      {store.held.length > 0 && <h4 className={styles['group']}>Saved, not yet in the warehouse</h4>}
      {store.held.map((item) => (
        <PanelEdit
          key={item.num}
          title={item.summary}
          by={item.author.id === member.id ? 'You' : item.author.name}
          at={item.at}
          actions={
            item.author.id === member.id
              ? item.code !== beingWithdrawn && <OwnWayOut store={store} item={item} onWithdraw={() => setWithdrawing([item])} />
              : editable && (
                  <Button size="compact-xs" variant="default" onClick={() => setAdopting([item])}>
                    Adopt
                  </Button>
                )
          }
        >
          <p>
            {reasonOf(item, item.author.id === member.id)} {nextStep(item, item.author.id === member.id)}
          </p>
          <WaitingCells store={store} item={item} reading={reading} />
        </PanelEdit>
      ))}
      {mine.length > 1 && (
        <div className={styles['all']}>
          <Button size="compact-sm" variant="default" fullWidth onClick={() => setWithdrawing(mine)}>
            Withdraw my {mine.length} edits
          </Button>
        </div>
      )}
      {editable && others.length > 1 && (
        <div className={styles['all']}>
          <Button size="compact-sm" fullWidth onClick={() => setAdopting(others)}>
            Adopt all {others.length}
          </Button>
        </div>
      )}
      {!editable && others.length > 0 && <p className={styles['group']}>Somebody who may edit this table can adopt them.</p>}
      {here.length > 0 && <h4 className={styles['group']}>Kept in this browser, not yet saved</h4>}
      {here.map((edit) => (
        <KeptHere key={edit.editId} store={store} edit={edit} />
      ))}
      {withdrawing !== null && <Withdraw store={store} items={withdrawing} onClose={() => setWithdrawing(null)} />}
      {adopting !== null && <Adopt store={store} items={adopting} onClose={() => setAdopting(null)} />}
    </Panel>
  );
}

/** The log keeps the reason in words for the author. */
function reasonOf({ code, reason, author }: PendingItem, mine: boolean): string | null {
  if (mine || code !== 'sign-in.ended') return reason;
  return `The sign-in of ${author.name} has ended.`;
}

function nextStep({ code, author }: PendingItem, mine: boolean): string {
  const orAdopt = 'or somebody who may edit adopts it.';
  switch (code) {
    case 'sign-in.ended':
      return mine ? 'It is written as soon as you have signed in again.' : `It is written when ${author.name} signs in again, ${orAdopt}`;
    case 'warehouse.privilege':
      return mine
        ? 'It is written as soon as your login has the right again; then choose Re-check.'
        : `It is written when ${author.name} has the right again, ${orAdopt}`;
    case 'warehouse.unexplained':
      return 'It is tried again by itself; an Admin was told.';
    case beingWithdrawn:
      return 'It falls unless it turns out to have been written already.';
    case 'edit-log.depends-on-waiting':
      return 'It follows that edit by itself.';
    default:
      return mine ? 'Choose Re-check when the cause is mended.' : 'It is written when the cause is mended.';
  }
}

function OwnWayOut({ store, item, onWithdraw }: { store: TableStore; item: PendingItem; onWithdraw: () => void }) {
  return (
    <>
      {item.code === 'sign-in.ended' ? (
        <SignInAgain connectionId={store.table.connectionId} />
      ) : (
        <Button size="compact-xs" variant="default" onClick={() => void recheck(store)}>
          Re-check
        </Button>
      )}
      <Button size="compact-xs" variant="default" onClick={onWithdraw}>
        Withdraw
      </Button>
    </>
  );
}

function Withdraw({ store, items, onClose }: { store: TableStore; items: readonly PendingItem[]; onClose: () => void }) {
  const withdraw = useMutation({ mutationFn: () => store.withdraw(items.map(({ num }) => num)), onSuccess: onClose });
  const one = items.length === 1;
  return (
    <Confirm
      title={one ? 'Withdraw this edit?' : `Withdraw ${items.length} edits?`}
      action={one ? 'Withdraw edit' : `Withdraw ${items.length} edits`}
      busy={withdraw.isPending}
      error={withdraw.error}
      onConfirm={() => withdraw.mutate()}
      onClose={onClose}
    >
      {one ? 'It is' : 'They are'} never written to the warehouse, and the table shows what stood there before. Edits that rest on{' '}
      {one ? 'it' : 'them'}, such as cells of a row that {one ? 'it adds' : 'they add'}, fall too, and their authors are told. The history
      keeps {one ? 'it' : 'them'}, marked as refused.
    </Confirm>
  );
}

function Adopt({ store, items, onClose }: { store: TableStore; items: readonly PendingItem[]; onClose: () => void }) {
  const authors = [...new Set(items.map(({ author }) => author.name))];
  const adopt = useMutation({ mutationFn: () => store.adopt(items.map(({ num }) => num)), onSuccess: onClose });
  return (
    <Confirm
      title={items.length === 1 ? 'Adopt this edit?' : `Adopt ${items.length} edits?`}
      action={items.length === 1 ? 'Adopt edit' : `Adopt ${items.length} edits`}
      tone="ordinary"
      busy={adopt.isPending}
      error={adopt.error}
      onConfirm={() => adopt.mutate()}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>
        {items.length === 1 ? 'It is' : 'They are'} written to the warehouse now, with your login instead of that of {authors.join(' and ')}
        .
      </p>
      <ul style={{ margin: 'var(--ps-space-xs) 0 0', paddingLeft: 'var(--ps-space-md)' }}>
        <li>
          {items.length === 1 ? 'It keeps its' : 'They keep their'} place in the order: a value that was written later in the same cell
          stays.
        </li>
        <li>
          The history keeps {authors.join(' and ')} as author, and shows that you adopted {items.length === 1 ? 'it' : 'them'}.
        </li>
        <li>You cannot take the adoption back; you can edit the cells afterwards.</li>
      </ul>
    </Confirm>
  );
}

function KeptHere({ store, edit }: { store: TableStore; edit: WaitingEdit }) {
  const [asking, setAsking] = useState(false);
  const letGo = useMutation({ mutationFn: () => store.letGo(edit.editId), onSuccess: () => setAsking(false) });
  const { lastProblem } = store.queue;
  return (
    <PanelEdit
      title={describe(edit.operation)}
      at={new Date(edit.madeAtMs).toISOString()}
      actions={
        <>
          {lastProblem !== null && (
            <Button size="compact-xs" onClick={() => store.resume()}>
              Try now
            </Button>
          )}
          <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
            Let go
          </Button>
        </>
      }
    >
      <p>
        {lastProblem !== null
          ? `${lastProblem.message} ${lastProblem.nextStep}`
          : 'Your session has ended. It is sent after you have signed in.'}
      </p>
      {asking && (
        <Confirm
          title="Let go of this edit?"
          action="Let go"
          busy={letGo.isPending}
          error={letGo.error}
          onConfirm={() => letGo.mutate()}
          onClose={() => setAsking(false)}
        >
          {describe(edit.operation)} is forgotten in this browser, and those behind it go on. Should the server have received it before its
          answer was lost, it stays in the table, and the history shows it.
        </Confirm>
      )}
    </PanelEdit>
  );
}

/** What the bar says of waiting edits. */
export const waitingText = (count: number): string => (count === 0 ? 'Waiting edits' : `Waiting edits, ${counted(count, 'edit')}`);
