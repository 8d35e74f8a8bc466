/**
 * Exactly one log for each connection (R34): made once, recorded, and claimed in the log itself by this
 * installation. A log that was made and is missing later has moved: it is never made a second time.
 */
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import { encodeEdit } from '@penstock/domain/edit-log/encode';
import { noMetadata, systemAuthor } from '@penstock/domain/edit-log/entry';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { LogRegistration, WriteOutcome } from '@penstock/domain/edit-log/ports';
import { readLog } from '@penstock/domain/edit-log/read';
import { wholeLog } from '@penstock/domain/edit-log/row';
import { claimEdit } from '@penstock/domain/edit-log/system-edits';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { momentOf } from '@penstock/domain/values/date-time';
import { BackOff, mayBeRepeated, readPatiently } from './persist.ts';
import type { EditLogPorts } from './ports.ts';

/** Makes the log if it never was, and sees that it is ours. Ten clients at once still make one. */
export async function claimLog(ports: EditLogPorts, connectionId: string): Promise<LogRegistration> {
  const known = await ports.store.registration(connectionId);
  const registration =
    known.state === 'made' ? known : await ports.store.registerLog(connectionId, () => makeLog(ports, connectionId, known));
  const claims = await claimsOf(ports, connectionId);
  const last = claims.at(-1);
  if (last !== undefined && last.installationId !== registration.installationId) {
    throw new PenstockError('edit-log.claimed', `The edit log of this connection is written by installation ${last.installationId}.`);
  }
  const epoch = Math.max(registration.epoch, last?.epoch ?? 1);
  if (epoch > registration.epoch) await ports.store.raiseEpoch(connectionId, epoch);
  return { ...registration, epoch };
}

async function makeLog(ports: EditLogPorts, connectionId: string, registration: LogRegistration): Promise<void> {
  await insist(ports, () => ports.log.create(connectionId));
  await ports.crashPoint('edit-log.log-created');
  if ((await claimsOf(ports, connectionId)).length > 0) return;
  await logClaim(ports, connectionId, registration.installationId, registration.epoch);
  await ports.crashPoint('edit-log.log-claimed');
}

/** Says in the log that from here on this epoch counts. */
export async function logClaim(ports: EditLogPorts, connectionId: string, installationId: string, epoch: number): Promise<void> {
  const claim = claimEdit(installationId, epoch);
  const envelope = {
    tableId: wholeLog,
    num: epoch,
    editId: claim.editId,
    base: 0,
    at: momentOf(ports.clock.nowMs()),
    author: systemAuthor,
    metadata: noMetadata,
    installationId,
    epoch,
  };
  await insist(ports, () =>
    ports.log.append(connectionId, encodeEdit(envelope, canonicalJson(claim.operation), ports.signer.keyId, ports.signer)),
  );
}

async function claimsOf(ports: EditLogPorts, connectionId: string): Promise<readonly EditEntry[]> {
  const deadlineMs = ports.clock.nowMs() + ports.settings.appendDeadlineMs;
  const outcome = await readPatiently(
    ports,
    () => ports.clock.nowMs() < deadlineMs,
    () => ports.log.read(connectionId, wholeLog, 1, Number.MAX_SAFE_INTEGER),
  );
  if (outcome.kind !== 'done') throw unavailable(outcome);
  return readLog(outcome.value, ports.signer, ports.inflate).entries;
}

async function insist(ports: EditLogPorts, write: () => Promise<WriteOutcome>): Promise<void> {
  const deadlineMs = ports.clock.nowMs() + ports.settings.appendDeadlineMs;
  const backOff = new BackOff(ports);
  for (;;) {
    const outcome = await write();
    if (outcome.kind === 'done') return;
    if (!mayBeRepeated(outcome) || ports.clock.nowMs() >= deadlineMs) throw unavailable(outcome);
    await backOff.pause();
  }
}

/** Why the log of a connection cannot be used, in words for everybody on it. */
export function unavailable(outcome: Exclude<WriteOutcome, { readonly kind: 'done' }>): PenstockError {
  if (outcome.kind === 'table-changed')
    return new PenstockError('edit-log.moved', `The edit log is not where it was made: ${outcome.reason}`);
  if (mayBeRepeated(outcome)) return new PenstockError('edit-log.unconfirmed', `The edit log did not answer in time: ${outcome.reason}`);
  return new PenstockError('edit-log.unavailable', `The edit log does not answer the service account: ${outcome.reason}`);
}
