/**
 * Settles a number that was given but whose row nobody has confirmed: its node crashed, or its answer was lost.
 * A row that is there counts. A row that is not there proves nothing (I10), so the number is *abandoned*: first in
 * metadata, by compare-and-swap, then with a noop in the log that wins over the row whenever it lands.
 */
import { canonicalJson } from '@penstock/domain/edit-log/canonical-json';
import { encodeEdit } from '@penstock/domain/edit-log/encode';
import type { DataTable, NumberRecord } from '@penstock/domain/edit-log/ports';
import { readLog } from '@penstock/domain/edit-log/read';
import type { LogRow } from '@penstock/domain/edit-log/row';
import { momentOf } from '@penstock/domain/values/date-time';
import type { EditLogPorts } from './ports.ts';
import { abandonedEntry } from './table-log.ts';

/** `true` when the number is settled: logged, or abandoned with its noop confirmed. `false`: ask again later. */
export async function settleNumber(ports: EditLogPorts, table: DataTable, record: NumberRecord): Promise<boolean> {
  if (record.state === 'logged') return true;
  if (record.state === 'abandoned') return logNoop(ports, table, record);
  if (record.envelope.systemEdit !== null) return completeSystemEdit(ports, table, record, record.envelope.systemEdit);
  const inLog = await isInLog(ports, table, record);
  if (inLog === null) return false;
  if (inLog) {
    await ports.store.acknowledge([{ tableId: table.tableId, num: record.num }]);
    return true;
  }
  const abandoned = await ports.store.abandon(table.tableId, record.num, momentOf(ports.clock.nowMs()));
  await ports.crashPoint('edit-log.abandoned');
  if (abandoned === null || abandoned.state !== 'abandoned') return abandoned?.state === 'logged';
  return logNoop(ports, table, abandoned);
}

/** Whether its owner may still be at work on it; what the product itself wrote is completed at once. */
export function isStuck(ports: EditLogPorts, record: NumberRecord): boolean {
  if (record.state !== 'allocated' || record.envelope.systemEdit !== null) return true;
  return record.ownerIsGone || ports.clock.nowMs() - record.allocatedAtMs >= ports.settings.abandonAfterMs;
}

/**
 * `null`: the log did not answer, and then nothing may be abandoned. An acknowledged edit can look unacknowledged here,
 * after a crash of metadata (acknowledging does not wait for the disk) or a restore; but its row is there to be read.
 */
async function isInLog(ports: EditLogPorts, table: DataTable, record: NumberRecord): Promise<boolean | null> {
  const outcome = await ports.log.read(table.connectionId, table.tableId, record.num, record.num);
  if (outcome.kind !== 'done') return null;
  const { entries } = readLog(outcome.value, ports.signer, ports.inflate);
  return entries.some((entry) => entry.num === record.num && entry.editId === record.editId);
}

/** The noop is the same bytes from whoever writes it: it is made from the metadata record alone. */
async function logNoop(ports: EditLogPorts, table: DataTable, record: NumberRecord): Promise<boolean> {
  const { operation, ...envelope } = abandonedEntry(table.tableId, record);
  const done = await append(ports, table, encodeEdit(envelope, canonicalJson(operation), record.envelope.keyId, ports.signer));
  if (done) await ports.crashPoint('edit-log.noop-logged');
  return done;
}

/** A reject whose writer crashed is written to its end: whoever applies must not decide it anew. */
async function completeSystemEdit(ports: EditLogPorts, table: DataTable, record: NumberRecord, text: string): Promise<boolean> {
  const envelope = { ...record.envelope, tableId: table.tableId, num: record.num, editId: record.editId };
  if (!(await append(ports, table, encodeEdit(envelope, text, record.envelope.keyId, ports.signer)))) return false;
  const [acknowledged] = await ports.store.acknowledge([{ tableId: table.tableId, num: record.num }]);
  return acknowledged === true;
}

async function append(ports: EditLogPorts, table: DataTable, rows: readonly LogRow[]): Promise<boolean> {
  return (await ports.log.append(table.connectionId, rows)).kind === 'done';
}
