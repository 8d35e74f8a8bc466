/** An edit on its way into the log. */
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import { expandImport } from '@penstock/domain/edit-log/import-rows';
import { noMetadata, systemAuthor } from '@penstock/domain/edit-log/entry';
import type { Author, EditEntry, EditMetadata } from '@penstock/domain/edit-log/entry';
import type { NumberRequest, StoredEnvelope } from '@penstock/domain/edit-log/ports';
import type { Operation } from '@penstock/domain/input-tables/operation';
import type { EditLogPorts } from './ports.ts';

export interface Submission {
  readonly connectionId: string;
  readonly tableId: string;
  readonly editId: string;
  readonly base: number;
  readonly author: Author;
  readonly metadata: EditMetadata;
  readonly operation: Operation;
  /** Canonical JSON of the operation. */
  readonly text: string;
  readonly payloadHash: string;
  /** Set for what only the applier may order. */
  readonly fence: number | null;
}

export interface Acknowledged {
  readonly editId: string;
  readonly editNum: number;
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ` */
  readonly at: string;
}

export function submission(ports: Pick<EditLogPorts, 'hash'>, edit: Omit<Submission, 'text' | 'payloadHash' | 'fence'>): Submission {
  const text = canonicalJson(edit.operation);
  return { ...edit, text, payloadHash: ports.hash(text), fence: null };
}

/** An edit of the product's own, such as a reject. */
export function systemSubmission(
  ports: Pick<EditLogPorts, 'hash'>,
  edit: Pick<Submission, 'connectionId' | 'tableId' | 'editId' | 'operation' | 'fence'>,
): Submission {
  const text = canonicalJson(edit.operation);
  return { ...edit, base: 0, author: systemAuthor, metadata: noMetadata, text, payloadHash: ports.hash(text) };
}

export function numberRequest(edit: Submission, moment: { readonly at: string; readonly keyId: string }): NumberRequest {
  return {
    tableId: edit.tableId,
    editId: edit.editId,
    memberId: edit.author.memberId,
    payloadHash: edit.payloadHash,
    fence: edit.fence,
    envelope: {
      base: edit.base,
      author: edit.author,
      metadata: edit.metadata,
      systemEdit: edit.author.memberId === '' ? edit.text : null,
      ...moment,
    },
  };
}

export function entryOf(edit: Submission, num: number, envelope: StoredEnvelope, inflate: EditLogPorts['inflate']): EditEntry {
  return {
    tableId: edit.tableId,
    editId: edit.editId,
    num,
    base: envelope.base,
    at: envelope.at,
    author: envelope.author,
    metadata: envelope.metadata,
    installationId: envelope.installationId,
    epoch: envelope.epoch,
    operation: expandImport(edit.operation, inflate),
  };
}
