/**
 * An older metadata database was restored (I12): the log holds higher numbers than metadata has given. What the log
 * holds was acknowledged, so it counts: the numbers are written back into metadata, and numbering goes on above
 * them in a new epoch. A claim with the first new number voids whatever the lost epoch still lands there; it is given
 * its number together with the others, and whoever applies the table logs it, whatever becomes of this process.
 */
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import { noMetadata, systemAuthor } from '@penstock/domain/edit-log/entry';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { LoggedTable, ReadOutcome, RecoveredNumber } from '@penstock/domain/edit-log/ports';
import { readLog } from '@penstock/domain/edit-log/read';
import { claimEdit } from '@penstock/domain/edit-log/system-edits';
import { momentOf } from '@penstock/domain/values/date-time';
import { readPatiently } from './persist.ts';
import type { EditLogPorts } from './ports.ts';

/**
 * Compares log and metadata when a node first uses a table. The log is asked first: it can never be ahead of a head
 * that was read later, unless metadata is older. Unless `done`, the log could not be read, and nothing is known yet.
 */
export async function recoverNumbers(ports: EditLogPorts, connectionId: string, tableId: string): Promise<ReadOutcome<null>> {
  const deadlineMs = ports.clock.nowMs() + ports.settings.appendDeadlineMs;
  const goOn = (): boolean => ports.clock.nowMs() < deadlineMs;
  const highest = await readPatiently(ports, goOn, () => ports.log.highestNum(connectionId, tableId));
  if (highest.kind !== 'done') return highest;
  const table = await ports.store.load(tableId);
  if (table === null || highest.value <= table.headNum) return compared;
  const read = await readLost(ports, table, highest.value, goOn);
  if (read.kind !== 'done') return read;
  const lost = read.value;
  const last = lost.at(-1);
  if (last === undefined) return compared;
  const epoch = Math.max(...lost.map((entry) => entry.epoch)) + 1;
  await ports.store.raiseEpoch(connectionId, epoch);
  await ports.store.adoptNumbers(
    tableId,
    lost.map((entry) => recovered(ports, entry)),
    await claimOf(ports, connectionId, epoch, last.num + 1),
  );
  await ports.crashPoint('edit-log.numbers-recovered');
  return compared;
}

const compared = { kind: 'done', value: null } as const;

async function claimOf(ports: EditLogPorts, connectionId: string, epoch: number, num: number): Promise<RecoveredNumber> {
  const { installationId } = await ports.store.registration(connectionId);
  const { editId, operation } = claimEdit(installationId, epoch);
  const text = canonicalJson(operation);
  const at = momentOf(ports.clock.nowMs());
  const { keyId } = ports.signer;
  const envelope = { base: 0, at, author: systemAuthor, metadata: noMetadata, installationId, epoch, keyId, systemEdit: text };
  return { num, editId, memberId: '', payloadHash: ports.hash(text), envelope };
}

async function readLost(
  ports: EditLogPorts,
  table: LoggedTable,
  highest: number,
  goOn: () => boolean,
): Promise<ReadOutcome<readonly EditEntry[]>> {
  const outcome = await readPatiently(ports, goOn, () => ports.log.read(table.connectionId, table.tableId, 1, highest));
  if (outcome.kind !== 'done') return outcome;
  const { entries } = readLog(outcome.value, ports.signer, ports.inflate);
  return { kind: 'done', value: entries.filter((entry) => entry.num > table.headNum) };
}

function recovered(ports: EditLogPorts, entry: EditEntry): RecoveredNumber {
  const { num, editId, author, base, at, metadata, installationId, epoch } = entry;
  return {
    num,
    editId,
    memberId: author.memberId,
    payloadHash: ports.hash(canonicalJson(entry.operation)),
    envelope: {
      base,
      at,
      author,
      metadata,
      installationId,
      epoch,
      keyId: ports.signer.keyId,
      systemEdit: author.memberId === '' ? canonicalJson(entry.operation) : null,
    },
  };
}
