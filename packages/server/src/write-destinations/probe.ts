/**
 * One probe: name recorded, table created, table dropped, in the session of whoever is asked about (R9, R10). The
 * verdict rests on the CREATE alone. What cannot be dropped at once stays in the registry for the sweep.
 */
import { probeTableName } from '@penstock/domain/input-tables/physical-layout';
import type { RandomSource } from '@penstock/domain/ports/random';
import type { Outcome, RunOptions, StatementTag, TablePath, WarehouseFailure, WarehouseSession } from '@penstock/warehouse/port';
import {
  createProbeTable,
  describeProbeTable,
  describeSchemaRights,
  dropProbeTable,
  probeTableHoldsRows,
} from '@penstock/warehouse/postgresql/write-probe-statements';
import { crashPoint } from '../app/crash-points.ts';
import { uuidFrom } from '../app/request-id.ts';
import type { Leftover, ProbeObject, ProbeRegistry, Reach } from './probe-registry.ts';

/** What the warehouse said. `unknown` is never a refusal. */
export type ProbeResult =
  | { readonly kind: 'created'; readonly dropped: boolean }
  | { readonly kind: 'refused'; readonly failure: WarehouseFailure; readonly missing: MissingRights }
  | { readonly kind: 'unknown'; readonly failure: WarehouseFailure };

/** Why a CREATE was refused, as far as the login itself may look it up. */
export type MissingRights =
  | { readonly kind: 'schema' }
  | { readonly kind: 'privileges'; readonly privileges: readonly ('USAGE' | 'CREATE')[] }
  | { readonly kind: 'unnamed' };

/** Whose probe it is and what for. */
export interface ProbeOrder {
  readonly purpose: ProbeObject['purpose'];
  readonly reach: Reach;
  readonly schema: string;
  readonly connectionId: string | null;
  readonly memberId: string | null;
}

const statementTimeoutMs = 20_000;

/** Runs one probe on `session`, which is left usable unless its outcome is unknown. */
export async function probe(
  session: WarehouseSession,
  order: ProbeOrder,
  registry: ProbeRegistry,
  random: RandomSource,
  tag: StatementTag,
): Promise<ProbeResult> {
  const object = nameObject(session.login, order, random);
  await registry.record(object);
  try {
    return await createAndDrop(session, object, registry, { tag, timeoutMs: statementTimeoutMs });
  } catch (error) {
    // Nobody works on it any more, so that the sweep may have it; if that cannot be written either, this process's end says so.
    await registry.release(object.id).catch(() => {});
    throw error;
  }
}

async function createAndDrop(
  session: WarehouseSession,
  object: ProbeObject,
  registry: ProbeRegistry,
  options: RunOptions,
): Promise<ProbeResult> {
  const path = pathOf(object);
  crashPoint('probe.recorded');
  const created = await session.run(createProbeTable(path, object.mark), options);
  switch (created.kind) {
    case 'unknown':
      await registry.release(object.id);
      return created;
    case 'failed':
      await registry.settle(object.id, created.failure.kind === 'already-exists' ? 'foreign' : 'gone');
      return refusalOrUnknown(session, object.schema, created.failure, options);
    case 'done': {
      crashPoint('probe.created');
      await registry.markCreated(object.id);
      const dropped = await session.run(dropProbeTable(path), options);
      const gone = dropped.kind === 'done' || (dropped.kind === 'failed' && dropped.failure.kind === 'missing-object');
      crashPoint('probe.dropped');
      await (gone ? registry.settle(object.id, 'gone') : registry.release(object.id));
      return { kind: 'created', dropped: gone };
    }
  }
}

/**
 * Drops what an earlier probe of this login left behind: only tables that the registry recorded for it, that it owns,
 * that have the recorded mark as their only column, and that hold nothing.
 */
export async function sweep(session: WarehouseSession, reach: Reach, registry: ProbeRegistry, tag: StatementTag): Promise<number> {
  let dropped = 0;
  for (const leftover of await registry.leftovers(reach, session.login)) {
    if (await sweepOne(session, leftover, registry, { tag, timeoutMs: statementTimeoutMs })) dropped += 1;
  }
  return dropped;
}

async function sweepOne(session: WarehouseSession, leftover: Leftover, registry: ProbeRegistry, options: RunOptions): Promise<boolean> {
  const path = pathOf(leftover);
  const found = await session.run(describeProbeTable(path), options);
  if (found.kind !== 'done') return false;
  const [row] = found.value.rows;
  if (row === undefined) {
    await registry.settle(leftover.id, 'gone');
    return false;
  }
  if (!bearsFingerprint(row, session.login, leftover.mark)) {
    await registry.settle(leftover.id, 'foreign');
    return false;
  }
  const rows = await session.run(probeTableHoldsRows(path), options);
  if (rows.kind !== 'done' || rows.value.rows[0]?.[0] !== false) return false;
  const outcome = await session.run(dropProbeTable(path), options);
  if (outcome.kind !== 'done') return false;
  await registry.settle(leftover.id, 'gone');
  return true;
}

function bearsFingerprint(row: readonly unknown[], login: string, mark: string): boolean {
  const [owner, kind, columns] = row;
  return owner === login && kind === 'r' && columns === JSON.stringify([mark]);
}

/** The table's name and mark are random: nobody can have a table of that name by accident, nor make one in time on purpose. */
function nameObject(login: string, order: ProbeOrder, random: RandomSource): ProbeObject {
  const hex = () => Buffer.from(random.bytes(16)).toString('hex');
  const name = hex();
  return {
    id: uuidFrom(name),
    purpose: order.purpose,
    ...order.reach,
    schema: order.schema,
    table: probeTableName(name),
    mark: `penstock_${hex()}`,
    connectionId: order.connectionId,
    memberId: order.memberId,
    login,
  };
}

function pathOf(object: ProbeObject): TablePath {
  return { database: object.database, schema: object.schema, table: object.table };
}

/** Only a refusal of the privilege or a schema that is not there is definite; everything else may be otherwise next time. */
async function refusalOrUnknown(
  session: WarehouseSession,
  schema: string,
  failure: WarehouseFailure,
  options: RunOptions,
): Promise<ProbeResult> {
  switch (failure.kind) {
    case 'privilege':
    case 'missing-object':
      return { kind: 'refused', failure, missing: await missingRights(session, schema, options) };
    default:
      return { kind: 'unknown', failure };
  }
}

/** What the session's login lacks to create tables in a schema. */
export async function missingRights(session: WarehouseSession, schema: string, options: RunOptions): Promise<MissingRights> {
  const rights: Outcome<{ readonly rows: readonly (readonly unknown[])[] }> = await session.run(describeSchemaRights(schema), options);
  if (rights.kind !== 'done') return { kind: 'unnamed' };
  const [exists, usage, create] = rights.value.rows[0] ?? [];
  if (exists !== true) return { kind: 'schema' };
  const privileges: ('USAGE' | 'CREATE')[] = [];
  if (usage !== true) privileges.push('USAGE');
  if (create !== true) privileges.push('CREATE');
  return privileges.length === 0 ? { kind: 'unnamed' } : { kind: 'privileges', privileges };
}
