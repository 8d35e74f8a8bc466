/** Who may open a workbook; in Published mode also whether it runs as the service account. */
import { Modal } from '@mantine/core';
import type { Workbook } from '../api/contract.ts';
import type { DocumentMode } from './document-menu.tsx';
import { ServiceAccount } from './service-account.tsx';
import { SharedWith } from './shared-with.tsx';

export function ShareDialog({ workbook, mode, onClose }: { workbook: Workbook; mode: DocumentMode; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`Share “${workbook.name}”`} size="md">
      {workbook.myRight === 'edit' && (
        <SharedWith path={`/workbooks/${workbook.id}/grants`} owner={workbook.owner} what="workbook" onDone={onClose} />
      )}
      {/* It concerns what is published, so that it is offered where that is looked at. */}
      {mode === 'published' && <ServiceAccount workbook={workbook} />}
    </Modal>
  );
}
