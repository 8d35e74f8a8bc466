/** The metadata database's part for the edit log, in memory: the twin of the PostgreSQL store. Each operation is atomic. */
import type {
  DataTable,
  EditException,
  EditStore,
  Lease,
  LogRegistration,
  LoggedTable,
  NumberAnswer,
  NumberRecord,
  NumberRequest,
  Progress,
  RecoveredNumber,
  Restriction,
} from '@penstock/domain/edit-log/ports';
import { noShape } from '@penstock/domain/edit-log/table-shape';
import type { TableShape } from '@penstock/domain/edit-log/table-shape';

interface StoredNumber extends NumberRecord {
  readonly memberId: string;
  readonly payloadHash: string;
}

interface StoredTable {
  readonly table: DataTable;
  headNum: number;
  appliedNum: number;
  shape: TableShape;
  restrictions: readonly Restriction[];
  readonly exceptions: Map<number, EditException>;
  readonly numbers: Map<number, StoredNumber>;
  lease: { readonly holder: string | null; readonly fence: number; readonly expiresAtMs: number };
}

export class MemoryEditStore implements EditStore {
  #tables = new Map<string, StoredTable>();
  #logs = new Map<string, LogRegistration>();
  readonly #installationId: string;
  readonly #nowMs: () => number;

  constructor(installationId: string, nowMs: () => number) {
    this.#installationId = installationId;
    this.#nowMs = nowMs;
  }

  /** As a backup holds it. */
  snapshot(): unknown {
    return structuredClone({ tables: this.#tables, logs: this.#logs });
  }

  restore(snapshot: unknown): void {
    const { tables, logs } = structuredClone(snapshot) as { tables: Map<string, StoredTable>; logs: Map<string, LogRegistration> };
    this.#tables = tables;
    this.#logs = logs;
  }

  async register(table: DataTable): Promise<void> {
    if (this.#tables.has(table.tableId)) return;
    const lease = { holder: null, fence: 0, expiresAtMs: 0 };
    this.#tables.set(table.tableId, {
      table,
      headNum: 0,
      appliedNum: 0,
      shape: noShape,
      restrictions: [],
      exceptions: new Map(),
      numbers: new Map(),
      lease,
    });
  }

  async load(tableId: string): Promise<LoggedTable | null> {
    const stored = this.#tables.get(tableId);
    if (stored === undefined) return null;
    const { table, headNum, appliedNum, shape, restrictions, exceptions } = stored;
    return {
      ...table,
      headNum,
      appliedNum,
      shape,
      restrictions,
      exceptions: [...exceptions.values()].sort((one, other) => one.num - other.num),
    };
  }

  async allocate(requests: readonly NumberRequest[]): Promise<readonly NumberAnswer[]> {
    return requests.map((request) => this.#allocate(request));
  }

  #allocate(request: NumberRequest): NumberAnswer {
    const stored = this.#tables.get(request.tableId);
    if (stored === undefined) return { kind: 'table-unknown' };
    if (request.fence !== null && stored.lease.fence !== request.fence) return { kind: 'fence-lost' };
    for (const number of stored.numbers.values()) {
      if (number.editId !== request.editId) continue;
      if (number.payloadHash !== request.payloadHash || number.memberId !== request.memberId || number.state === 'abandoned')
        return { kind: 'other-payload' };
      return { kind: 'numbered', num: number.num, state: number.state, envelope: number.envelope, fresh: false };
    }
    stored.headNum += 1;
    const { editId, memberId, payloadHash } = request;
    const { installationId, epoch } = this.#registration(stored.table.connectionId);
    const envelope = { ...request.envelope, installationId, epoch };
    stored.numbers.set(stored.headNum, {
      num: stored.headNum,
      editId,
      state: 'allocated',
      allocatedAtMs: this.#nowMs(),
      ownerIsGone: false,
      envelope,
      abandonedEditId: null,
      abandonedAt: null,
      memberId,
      payloadHash,
    });
    return { kind: 'numbered', num: stored.headNum, state: 'allocated', envelope, fresh: true };
  }

  async acknowledge(numbers: readonly { readonly tableId: string; readonly num: number }[]): Promise<readonly boolean[]> {
    return numbers.map(({ tableId, num }) => {
      const stored = this.#tables.get(tableId);
      const number = stored?.numbers.get(num);
      if (stored === undefined || number === undefined || number.state === 'abandoned') return false;
      stored.numbers.set(num, { ...number, state: 'logged' });
      return true;
    });
  }

  async abandon(tableId: string, num: number, at: string): Promise<NumberRecord | null> {
    const stored = this.#tables.get(tableId);
    const number = stored?.numbers.get(num);
    if (stored === undefined || number === undefined) return null;
    if (number.state === 'allocated') stored.numbers.set(num, abandoned(number, at));
    return stored.numbers.get(num) ?? null;
  }

  async numbers(tableId: string, fromNum: number, toNum: number): Promise<readonly NumberRecord[]> {
    const numbers = this.#tables.get(tableId)?.numbers ?? new Map<number, StoredNumber>();
    return [...numbers.values()].filter(({ num }) => num >= fromNum && num <= toNum).sort((one, other) => one.num - other.num);
  }

  async adoptNumbers(tableId: string, records: readonly RecoveredNumber[], claim: RecoveredNumber): Promise<void> {
    const stored = this.#tables.get(tableId);
    if (stored === undefined || stored.headNum >= claim.num) return;
    const base = { state: 'logged' as const, allocatedAtMs: 0, ownerIsGone: false, abandonedEditId: null, abandonedAt: null };
    for (const record of records) stored.numbers.set(record.num, { ...record, ...base });
    stored.numbers.set(claim.num, { ...claim, ...base, state: 'allocated' });
    const [first] = records;
    for (let num = stored.headNum + 1; num < claim.num && first !== undefined; num += 1) {
      if (!stored.numbers.has(num)) stored.numbers.set(num, abandoned({ ...first, ...base, num, editId: '' }, first.envelope.at));
    }
    stored.headNum = claim.num;
  }

  async closeGap(tableId: string, num: number, at: string): Promise<void> {
    const stored = this.#tables.get(tableId);
    const number = stored?.numbers.get(num);
    if (stored !== undefined && number !== undefined) stored.numbers.set(num, abandoned(number, at));
  }

  async acquireLease(tableId: string, holder: string, nowMs: number, forMs: number): Promise<Lease | null> {
    const stored = this.#tables.get(tableId);
    if (stored === undefined) return null;
    const { lease } = stored;
    if (lease.holder !== null && lease.holder !== holder && lease.expiresAtMs > nowMs) return null;
    const takenOver = lease.holder !== null;
    stored.lease = { holder, fence: lease.fence + 1, expiresAtMs: nowMs + forMs };
    return { tableId, holder, fence: stored.lease.fence, expiresAtMs: stored.lease.expiresAtMs, takenOver };
  }

  async renewLeases(holder: string, leases: readonly Lease[], nowMs: number, forMs: number): Promise<readonly string[]> {
    return leases.flatMap(({ tableId, fence }) => {
      const stored = this.#tables.get(tableId);
      if (stored === undefined || stored.lease.holder !== holder || stored.lease.fence !== fence) return [];
      stored.lease = { holder, fence, expiresAtMs: nowMs + forMs };
      return [tableId];
    });
  }

  /** Whose lease lasts. */
  holderOf(tableId: string, nowMs: number): string | null {
    const lease = this.#tables.get(tableId)?.lease;
    return lease !== undefined && lease.expiresAtMs > nowMs ? lease.holder : null;
  }

  async releaseLease({ tableId, fence }: Lease): Promise<void> {
    const stored = this.#tables.get(tableId);
    if (stored !== undefined && stored.lease.fence === fence) stored.lease = { holder: null, fence, expiresAtMs: 0 };
  }

  async saveProgress(progress: Progress): Promise<boolean> {
    const stored = this.#tables.get(progress.tableId);
    if (stored === undefined || stored.lease.fence !== progress.fence || stored.lease.holder === null) return false;
    stored.appliedNum = progress.appliedNum;
    stored.shape = progress.shape;
    stored.restrictions = progress.restrictions;
    for (const num of progress.lifted) stored.exceptions.delete(num);
    for (const exception of progress.raised) stored.exceptions.set(exception.num, exception);
    return true;
  }

  async orphans(nowMs: number, limit: number): Promise<readonly DataTable[]> {
    return [...this.#tables.values()]
      .filter(({ lease, headNum, appliedNum, exceptions }) => {
        const isHeld = lease.holder !== null && lease.expiresAtMs > nowMs;
        return !isHeld && (headNum > appliedNum || [...exceptions.values()].some(({ kind }) => kind === 'waiting'));
      })
      .slice(0, limit)
      .map(({ table }) => table);
  }

  async waitingFor(memberId: string): Promise<readonly DataTable[]> {
    return [...this.#tables.values()]
      .filter(
        ({ exceptions, restrictions }) =>
          [...exceptions.values()].some((one) => one.kind === 'waiting' && (one.adoptedBy ?? one.memberId) === memberId) ||
          restrictions.some((restriction) => restriction.memberId === memberId),
      )
      .map(({ table }) => table);
  }

  async pendingCount(connectionId: string): Promise<number> {
    const tables = [...this.#tables.values()].filter(({ table }) => table.connectionId === connectionId);
    return tables.reduce(
      (sum, { headNum, appliedNum, exceptions }) =>
        sum + headNum - appliedNum + [...exceptions.values()].filter(({ kind }) => kind === 'waiting').length,
      0,
    );
  }

  async registration(connectionId: string): Promise<LogRegistration> {
    return this.#registration(connectionId);
  }

  #registration(connectionId: string): LogRegistration {
    return this.#logs.get(connectionId) ?? { installationId: this.#installationId, epoch: 1, state: 'none' };
  }

  async registerLog(connectionId: string, make: () => Promise<void>): Promise<LogRegistration> {
    const known = await this.registration(connectionId);
    if (known.state === 'made') return known;
    await make();
    const made = { ...known, state: 'made' as const };
    this.#logs.set(connectionId, made);
    return made;
  }

  async raiseEpoch(connectionId: string, epoch: number): Promise<void> {
    const known = await this.registration(connectionId);
    if (epoch > known.epoch) this.#logs.set(connectionId, { ...known, epoch });
  }
}

/** The number is void; the edit id is free for a new one. */
function abandoned(number: StoredNumber, at: string): StoredNumber {
  return { ...number, editId: `noop-${number.num}`, state: 'abandoned', abandonedEditId: number.editId, abandonedAt: at };
}
