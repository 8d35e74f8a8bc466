/**
 * One simulated world: a metadata database, a warehouse, and nodes that run the shipped edit log on them. Nodes
 * crash and come back; people's sign-ins end; metadata is restored from a backup. One seed, one history.
 */
import { createHash } from 'node:crypto';
import type { ApplyPlan } from '@penstock/domain/edit-log/apply-plan';
import type { DataStore, DataTable, EditStore, LogStore, WriteOutcome } from '@penstock/domain/edit-log/ports';
import { wholeLog } from '@penstock/domain/edit-log/row';
import type { Signer } from '@penstock/domain/edit-log/signing-bytes';
import { EditLog } from '@penstock/server/edit-log/edit-log';
import type { EditLogPorts } from '@penstock/server/edit-log/ports';
import { defaultSettings } from '@penstock/server/edit-log/settings';
import type { EditLogSettings } from '@penstock/server/edit-log/settings';
import { MemoryBulletin } from '@penstock/testkit/edit-log/bulletin';
import { MemoryDataStore } from '@penstock/testkit/edit-log/memory-data-store';
import { MemoryEditStore } from '@penstock/testkit/edit-log/memory-edit-store';
import { MemoryLogStore } from '@penstock/testkit/edit-log/memory-log-store';
import { SeededRandom } from '@penstock/testkit/edit-log/seeded-random';
import { testSigner } from '@penstock/testkit/edit-log/test-signer';
import { VirtualTime } from '@penstock/testkit/edit-log/virtual-time';
import { Wire, calm, latestDataMs, latestLogMs, rough } from './faults.ts';
import type { FaultRates } from './faults.ts';

export const connectionId = '11111111-1111-4111-8111-111111111111';
export const table: DataTable = {
  tableId: '22222222-2222-4222-8222-222222222222',
  connectionId,
  database: 'db',
  schema: 'wb_a',
  table: 'sigds_2',
};
export const installationId = '33333333-3333-4333-8333-333333333333';

export const settings = {
  ...defaultSettings,
  batchEdits: 3,
  batchesInFlight: 3,
  appendDeadlineMs: 400,
  abandonAfterMs: 900,
  leaseMs: 1_000,
  leaseRenewMs: 300,
  idleMs: 1_500,
  longestPauseMs: 400,
  unexplainedMs: 150,
  unappliedOfTable: 4_000,
  unappliedOfNode: 4_000,
  backlogPatienceMs: 200,
  retryAfterMs: 300,
  retryAtLeastEveryMs: 1_500,
  lateLandingMs: latestDataMs + 100,
  checkpointMs: 40,
  windowEveryMs: 10,
  window: { edits: 6, cells: 40 },
  rowsAtATime: 3,
  recentEdits: 4,
};

/** The ports of a node as a test may spoil them, to see that the checks notice. */
export interface Parts {
  readonly store: EditStore;
  readonly log: LogStore;
  readonly data: DataStore;
  readonly signer: Signer;
  readonly settings: EditLogSettings;
}

export interface Node {
  readonly id: string;
  alive: boolean;
  readonly editLog: EditLog;
}

export interface DataWrite {
  readonly plan: ApplyPlan;
  readonly memberId: string;
  readonly atMs: number;
}

/** Spoils the parts of a node; the identity in an honest world. */
export type Spoil = (parts: Parts, world: World, nodeId: string) => Parts;

export class World {
  readonly random: SeededRandom;
  readonly time = new VirtualTime(Date.UTC(2026, 0, 1));
  readonly store: MemoryEditStore;
  readonly log = new MemoryLogStore();
  readonly data = new MemoryDataStore();
  readonly bulletin: MemoryBulletin;
  readonly nodes: Node[] = [];
  readonly violations: string[] = [];
  readonly writes: DataWrite[] = [];
  readonly crashes = new Map<string, number>();
  rates: FaultRates = rough;
  /** An older backup of metadata was put in place. */
  restored = false;
  onCrash: () => void = () => {};
  readonly #spoil: Spoil;
  #nodesMade = 0;

  constructor(seed: number, spoil: Spoil = (parts) => parts) {
    this.random = new SeededRandom(seed);
    this.#spoil = spoil;
    this.store = new MemoryEditStore(installationId, () => this.time.nowMs());
    this.bulletin = new MemoryBulletin((send) => {
      if (!this.random.chance(this.rates.lostRequest)) this.time.at(this.time.nowMs() + this.random.next() * 5, send);
    });
    this.data.onWrite = (_, plan, memberId) => this.#noteWrite(plan, memberId);
  }

  get living(): readonly Node[] {
    return this.nodes.filter((node) => node.alive);
  }

  startNode(): Node {
    this.#nodesMade += 1;
    const id = `node-${this.#nodesMade}`;
    const state = { alive: true };
    const wire = new Wire(
      this.time,
      this.random,
      () => state.alive,
      () => this.rates,
    );
    const parts = this.#spoil({ store: this.store, log: this.log, data: this.data, signer: testSigner, settings }, this, id);
    const ports: EditLogPorts = {
      store: overWire(parts.store, (run) => wire.ask(run)),
      log: logOverWire(parts.log, wire),
      data: dataOverWire(parts.data, this.data, wire),
      signer: parts.signer,
      bulletin: this.bulletin.for(id),
      clock: { nowMs: () => this.time.nowMs(), sleep: (delayMs, signal) => wire.sleep(delayMs, signal) },
      inflate: () => '[]',
      deflate: () => '',
      hash: (text) => createHash('md5').update(text).digest('hex'),
      crashPoint: async (name) => {
        if (state.alive && this.random.chance(this.rates.crash)) this.crash(node, name);
        await wire.whileAlive();
      },
      settings: parts.settings,
      nodeId: id,
      onFailure: (where, error) => {
        if (process.env['SIMULATION_TRACE'] !== undefined) console.log(this.time.nowMs() % 1e6, id, where, error);
      },
    };
    const editLog = new EditLog(ports);
    const node: Node = {
      id,
      editLog,
      get alive() {
        return state.alive;
      },
      set alive(alive: boolean) {
        state.alive = alive;
      },
    };
    this.nodes.push(node);
    editLog.start();
    return node;
  }

  /** As kill -9: what it was about to do never happens. Another node comes up in a while. */
  crash(node: Node, place: string): void {
    node.alive = false;
    this.onCrash();
    this.crashes.set(place, (this.crashes.get(place) ?? 0) + 1);
    this.time.at(this.time.nowMs() + 50 + this.random.below(500), () => this.startNode());
  }

  /** The storm is over: everything that can be settled now is. */
  calmDown(): void {
    this.rates = calm;
  }

  violation(text: string): void {
    if (!this.violations.includes(text)) this.violations.push(text);
  }

  /** I1 as the warehouse sees it: no data of an edit before its log row is there. */
  #noteWrite(plan: ApplyPlan, memberId: string): void {
    this.writes.push({ plan, memberId, atMs: this.time.nowMs() });
    const logged = new Set(
      (this.log.logs.get(connectionId) ?? []).filter((row) => row.input_table_id === table.tableId).map((row) => Number(row.edit_num)),
    );
    for (const { cells, life } of plan.rows) {
      for (const num of [...cells.map((cell) => cell.num), ...(life === null ? [] : [life.num])]) {
        if (!logged.has(num)) this.violation(`I1: data of edit ${num} was written before its log row`);
      }
    }
  }
}

/** Every method of the store as one exchange over the wire. */
function overWire(store: EditStore, ask: <T>(run: () => Promise<T>) => Promise<T>): EditStore {
  return {
    register: (...given) => ask(() => store.register(...given)),
    load: (...given) => ask(() => store.load(...given)),
    allocate: (...given) => ask(() => store.allocate(...given)),
    acknowledge: (...given) => ask(() => store.acknowledge(...given)),
    abandon: (...given) => ask(() => store.abandon(...given)),
    numbers: (...given) => ask(() => store.numbers(...given)),
    adoptNumbers: (...given) => ask(() => store.adoptNumbers(...given)),
    closeGap: (...given) => ask(() => store.closeGap(...given)),
    acquireLease: (...given) => ask(() => store.acquireLease(...given)),
    renewLeases: (...given) => ask(() => store.renewLeases(...given)),
    releaseLease: (...given) => ask(() => store.releaseLease(...given)),
    saveProgress: (...given) => ask(() => store.saveProgress(...given)),
    orphans: (...given) => ask(() => store.orphans(...given)),
    waitingFor: (...given) => ask(() => store.waitingFor(...given)),
    pendingCount: (...given) => ask(() => store.pendingCount(...given)),
    registration: (...given) => ask(() => store.registration(...given)),
    registerLog: (...given) => store.registerLog(...given),
    raiseEpoch: (...given) => ask(() => store.raiseEpoch(...given)),
  };
}

function logOverWire(log: LogStore, wire: Wire): LogStore {
  return {
    create: (...given) => wire.write(latestLogMs, () => log.create(...given)),
    append: (...given) => wire.write(latestLogMs, () => log.append(...given)),
    // A refusal to read begins after the log was claimed: a node that cannot even read the claims opens no table.
    read: (...given) => wire.read(() => log.read(...given), given[1] === wholeLog ? 'always' : 'while-granted'),
    highestNum: (...given) => wire.read(() => log.highestNum(...given)),
  };
}

function dataOverWire(data: DataStore, twin: MemoryDataStore, wire: Wire): DataStore {
  const write = (memberId: string, run: () => Promise<WriteOutcome>): Promise<WriteOutcome> =>
    wire.write(latestDataMs, run, (statement) => twin.begin(memberId, statement));
  return {
    create: (...given) => write(given[2], () => data.create(...given)),
    addColumn: (...given) => write(given[2], () => data.addColumn(...given)),
    apply: (...given) => write(given[2], () => data.apply(...given)),
    force: (...given) => write(given[3], () => data.force(...given)),
    removeRows: (...given) => write(given[2], () => data.removeRows(...given)),
    readRows: (...given) => wire.read(() => data.readRows(...given)),
    readRowsById: (...given) => wire.read(() => data.readRowsById(...given)),
  };
}
