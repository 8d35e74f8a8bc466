/** One seed: people edit while everything goes wrong, then the storm ends and the invariants are judged. */
import { check, undecided } from './checks.ts';
import { People, authorOf, members } from './people.ts';
import { latestLogMs } from './faults.ts';
import { World, settings, table } from './world.ts';
import type { Spoil } from './world.ts';

export interface Report {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly edits: number;
  readonly crashes: ReadonlyMap<string, number>;
}

export interface Script {
  readonly editsEach: number;
  readonly spoil?: Spoil;
  /** Metadata is restored from a backup taken earlier. */
  readonly restores?: boolean;
  /** Metadata does not answer for longer than a lease lasts. */
  readonly metadataFails?: boolean;
  readonly signInsEnd?: boolean;
}

/** The storm lasts at least so long: sign-ins and backups have their moments within it. */
const stormMs = 1_200;

export async function simulate(seed: number, script: Script): Promise<Report> {
  const world = new World(seed, script.spoil);
  const people = new People(world);
  world.startNode();
  world.startNode();
  people.begin(script.editsEach);
  if (script.signInsEnd !== false) {
    endSignIns(world);
    revokeAtCrashes(world);
  }
  if (script.restores === true) restoreOnce(world);
  if (script.metadataFails === true) silenceMetadata(world);
  const begun = world.time.nowMs();
  await world.time.runUntil(begun + 15_000, () => people.done && world.time.nowMs() > begun + stormMs);
  world.calmDown();
  await world.time.runUntil(world.time.nowMs() + 30_000, () => people.done);
  if (!people.done) world.violation('somebody waits for an acknowledgement for ever');
  await returnEverybody(world);
  await world.time.runUntil(world.time.nowMs() + latestLogMs + settings.appendDeadlineMs, () => false);
  await settled(world);
  return { seed, violations: await check(world, people), edits: people.sent.length, crashes: world.crashes };
}

/** Until the table is applied to its end and stays so, with nothing left to decide, or a long time has passed. */
async function settled(world: World): Promise<void> {
  const untilMs = world.time.nowMs() + 120_000;
  for (let quiet = 0; quiet < 2 && world.time.nowMs() < untilMs;) {
    await world.time.runUntil(world.time.nowMs() + 1_500, () => false);
    const stored = await world.store.load(table.tableId);
    quiet = stored !== null && stored.appliedNum === stored.headNum && undecided(world, stored.exceptions).length === 0 ? quiet + 1 : 0;
  }
}

/** Sign-ins end and come back; a privilege is taken and granted. */
function endSignIns(world: World): void {
  for (const member of members) {
    if (!world.random.chance(0.5)) continue;
    const atMs = world.time.nowMs() + 100 + world.random.below(1_500);
    const { signedOut, unprivileged, blinded, puzzled } = world.data;
    const set = world.random.chance(0.6) ? signedOut : world.random.pick([unprivileged, unprivileged, blinded, puzzled]);
    world.time.at(atMs, () => set.add(member));
    if (world.random.chance(0.6)) world.time.at(atMs + world.random.below(2_000), () => void back(world, set, member));
  }
}

/** What a dying node has applied and not noted, its successor must not take for refused. */
function revokeAtCrashes(world: World): void {
  world.onCrash = () => {
    if (!world.random.chance(0.25)) return;
    const member = world.random.pick(members);
    const set = world.random.chance(0.7) ? world.data.unprivileged : world.data.blinded;
    set.add(member);
    if (world.random.chance(0.5)) world.time.at(world.time.nowMs() + world.random.below(3_000), () => void back(world, set, member));
  };
}

async function back(world: World, set: Set<string>, member: string): Promise<void> {
  set.delete(member);
  for (const node of world.living) await node.editLog.signInGained(member).catch(() => {});
}

/** Most come back; what waits for the others is adopted by somebody, or stays waiting. */
async function returnEverybody(world: World): Promise<void> {
  for (const member of members) {
    if (world.random.chance(0.4)) world.data.unprivileged.delete(member);
    if (world.random.chance(0.4)) world.data.blinded.delete(member);
    if (world.random.chance(0.4)) world.data.puzzled.delete(member);
    if (world.random.chance(0.7)) world.data.signedOut.delete(member);
  }
  if (world.living.length === 0) world.startNode();
  const [node] = world.living;
  const adopter = members.find((member) => !world.data.signedOut.has(member));
  let finished = false;
  void (async () => {
    // Somebody looks at the table: that is when a node compares its log with metadata.
    await node?.editLog.status(table).catch(() => {});
    for (const member of members) await node?.editLog.signInGained(member).catch(() => {});
    for (const member of members) if (world.random.chance(0.3)) await withdrawAll(world, member);
    const waiting = (await world.store.load(table.tableId))?.exceptions.filter(({ kind }) => kind === 'waiting') ?? [];
    if (adopter !== undefined && waiting.length > 0) {
      const edit = {
        table,
        editId: world.random.hex(32),
        base: 0,
        author: authorOf(adopter),
        metadata: { documentId: '', elementId: '', requestId: '' },
      };
      await node?.editLog.submit({ ...edit, operation: { op: 'adopt', nums: waiting.map(({ num }) => num) } }).catch(() => {});
    }
    finished = true;
  })();
  await world.time.runUntil(world.time.nowMs() + 60_000, () => finished);
}

/** What waits of somebody's edits, and now and then a number that is not theirs to take back. */
async function withdrawAll(world: World, member: string): Promise<void> {
  const waiting = (await world.store.load(table.tableId))?.exceptions.filter(({ kind }) => kind === 'waiting') ?? [];
  const nums = waiting.filter(({ memberId }) => memberId === member || world.random.chance(0.2)).map(({ num }) => num);
  if (nums.length === 0) return;
  const metadata = { documentId: '', elementId: '', requestId: '' };
  const edit = { table, editId: world.random.hex(32), base: 0, author: authorOf(member), metadata };
  await world.living[0]?.editLog.submit({ ...edit, operation: { op: 'withdraw', nums } }).catch(() => {});
}

/** All servers stop, an older backup is put in place, they start again. */
function restoreOnce(world: World): void {
  let backup: unknown = null;
  // The registry of tables is another room's matter: the backup knows the table.
  const atMs = world.time.nowMs() + 150 + world.random.below(400);
  world.time.at(atMs, () => {
    if (world.writes.length > 0) backup = world.store.snapshot();
  });
  world.time.at(atMs + 150 + world.random.below(400), () => {
    if (backup === null) return;
    for (const node of world.living) world.crash(node, 'restore');
    world.store.restore(backup);
    world.restored = true;
    // The comparison of log and metadata may fail for a while, although edits could be appended.
    if (world.random.chance(0.6)) failReads(world, 300 + world.random.below(1_500));
  });
}

function failReads(world: World, durationMs: number): void {
  world.rates = { ...world.rates, reads: world.random.chance(0.5) ? 'silent' : 'refused' };
  world.time.at(world.time.nowMs() + durationMs, () => {
    world.rates = { ...world.rates, reads: 'answered' };
  });
}

function silenceMetadata(world: World): void {
  const fromMs = world.time.nowMs() + 100 + world.random.below(900);
  world.time.at(fromMs, () => {
    world.rates = { ...world.rates, metadataIsDown: true };
  });
  world.time.at(fromMs + settings.leaseMs + 200 + world.random.below(1_000), () => {
    world.rates = { ...world.rates, metadataIsDown: false };
  });
}
