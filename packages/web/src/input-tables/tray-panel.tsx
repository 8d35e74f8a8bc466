/** Edits that were refused. They are kept until their author sends them again or discards them. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ProblemNotice } from '../ui/notice.tsx';
import { Empty } from '../ui/page.tsx';
import { describe } from './describe.ts';
import { Panel, PanelEdit } from './panel.tsx';
import type { RefusedEdit } from './refused-edits.ts';
import type { TableStore } from './table-store.ts';

export function TrayPanel({ store, onClose }: { store: TableStore; onClose: () => void }) {
  const { refused } = store;
  return (
    <Panel title="Refused edits" onClose={onClose}>
      {refused.length === 0 && (
        <Empty title="Nothing was refused">An edit that the warehouse refuses is kept here, so that you can send it again.</Empty>
      )}
      {refused.map((edit) => (
        <PanelEdit key={edit.editId} title={describe(edit.operation)} at={edit.at} actions={<RefusedActions store={store} edit={edit} />}>
          <p>{edit.reason}</p>
        </PanelEdit>
      ))}
    </Panel>
  );
}

/** The two ways out for a refused edit. */
export function RefusedActions({ store, edit, onDone }: { store: TableStore; edit: RefusedEdit; onDone?: () => void }) {
  const done = onDone === undefined ? {} : { onSuccess: onDone };
  const sendAgain = useMutation({ mutationFn: () => store.sendAgain(edit), ...done });
  const discard = useMutation({ mutationFn: () => store.discard(edit), ...done });
  const failed = sendAgain.error ?? discard.error;
  return (
    <>
      {failed !== null && <ProblemNotice error={failed} />}
      <Button size="compact-xs" loading={sendAgain.isPending} onClick={() => sendAgain.mutate()}>
        Send again
      </Button>
      <Button size="compact-xs" variant="default" loading={discard.isPending} onClick={() => discard.mutate()}>
        Discard
      </Button>
    </>
  );
}
