/**
 * An older metadata database was restored (I12): the log holds higher numbers than metadata has given. What the log
 * holds was acknowledged, so it counts: the numbers are written back into metadata, and numbering goes on above
 * them in a new epoch. A claim with the first new number voids whatever the lost epoch still lands there.
 */
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import type { EditEntry } from '@penstock/domain/edit-log/entry';
import type { LoggedTable, RecoveredNumber } from '@penstock/domain/edit-log/ports';
import { readLog } from '@penstock/domain/edit-log/read';
import { readPatiently } from './persist.ts';
import type { EditLogPorts } from './ports.ts';

/**
 * Compares log and metadata when a node first uses a table. The log is asked first: it can never be ahead of a head
 * that was read later, unless metadata is older. Answers the epoch to claim, or `null` when nothing was lost.
 */
export async function recoverNumbers(ports: EditLogPorts, connectionId: string, tableId: string): Promise<number | null> {
  const deadlineMs = ports.clock.nowMs() + ports.settings.appendDeadlineMs;
  const goOn = (): boolean => ports.clock.nowMs() < deadlineMs;
  const highest = await readPatiently(ports, goOn, () => ports.log.highestNum(connectionId, tableId));
  if (highest.kind !== 'done') return null;
  const table = await ports.store.load(tableId);
  if (table === null || highest.value <= table.headNum) return null;
  const lost = await readLost(ports, table, highest.value, goOn);
  const last = lost.at(-1);
  if (last === undefined) return null;
  const epoch = Math.max(...lost.map((entry) => entry.epoch)) + 1;
  await ports.store.raiseEpoch(connectionId, epoch);
  await ports.store.adoptNumbers(
    tableId,
    lost.map((entry) => recovered(ports, entry)),
    last.num,
  );
  await ports.crashPoint('edit-log.numbers-recovered');
  return epoch;
}

async function readLost(ports: EditLogPorts, table: LoggedTable, highest: number, goOn: () => boolean): Promise<readonly EditEntry[]> {
  const outcome = await readPatiently(ports, goOn, () => ports.log.read(table.connectionId, table.tableId, 1, highest));
  if (outcome.kind !== 'done') return [];
  return readLog(outcome.value, ports.signer, ports.inflate).entries.filter((entry) => entry.num > table.headNum);
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
