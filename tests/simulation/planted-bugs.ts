/**
 * Protocol bugs, each planted in the parts around the shipped code: a simulation that does not find them proves
 * nothing. Every one is a mistake that somebody could make when filling a port, or when simplifying the protocol.
 */
import { guardRule } from '@penstock/testkit/edit-log/memory-data-store';
import type { WriteOutcome } from '@penstock/domain/edit-log/ports';
import { table } from './world.ts';
import type { Spoil, World } from './world.ts';

export interface PlantedBug {
  readonly name: string;
  readonly spoil: Spoil;
  readonly restores?: boolean;
  /** The invariant that is expected to show it; any violation counts as found. */
  readonly breaks: string;
  /** Found within so many seeds. */
  readonly seeds: number;
}

const done: WriteOutcome = { kind: 'done' };

/** Keeps the methods of a class instance callable when one of them is replaced. */
function replaced<Part extends object>(part: Part, methods: Partial<Part>): Part {
  return new Proxy(part, {
    get(target, name) {
      const method: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'acknowledges before the log has confirmed',
    breaks: 'I2',
    seeds: 40,
    spoil: (parts, world) => ({
      ...parts,
      log: replaced(parts.log, {
        append: async (...given) => {
          if (world.random.chance(0.9)) return parts.log.append(...given);
          if (world.random.chance(0.5)) world.time.at(world.time.nowMs() + 200, () => void parts.log.append(...given));
          return done;
        },
      }),
    }),
  },
  {
    name: 'gives a repeated edit id a new number',
    breaks: 'I4',
    seeds: 40,
    spoil: (parts) => ({
      ...parts,
      // The store remembers another name each time, so that no repeat is recognised.
      store: replaced(parts.store, {
        allocate: (requests) =>
          parts.store.allocate(requests.map((request) => ({ ...request, editId: `${request.editId} ${nextAlias()}` }))),
      }),
    }),
  },
  {
    name: 'writes cells without a guard',
    breaks: 'I5',
    seeds: 80,
    spoil: (parts, world) => {
      world.data.guard = (cell, guard) => cell.onlyWhile === null || cell.onlyWhile === guard;
      return parts;
    },
  },
  {
    name: 'notes progress before the data is written',
    breaks: 'I5',
    seeds: 80,
    spoil: (parts, world, nodeId) => ({
      ...parts,
      data: replaced(parts.data, {
        apply: async (...given) => {
          world.time.at(world.time.nowMs() + 40, () => {
            if (world.living.some((node) => node.id === nodeId)) void parts.data.apply(...given);
          });
          return done;
        },
      }),
    }),
  },
  {
    name: 'abandons a number without a noop in the log',
    breaks: 'I3',
    seeds: 80,
    spoil: (parts) => ({
      ...parts,
      log: replaced(parts.log, {
        append: async (id, rows) => (rows.every((row) => row.edit_id.startsWith('noop-')) ? done : parts.log.append(id, rows)),
      }),
    }),
  },
  {
    name: 'fences the applier in metadata only',
    breaks: 'I5',
    seeds: 250,
    spoil: (parts, world, nodeId) => {
      world.data.guard = (cell, guard) => cell.onlyWhile === null || cell.onlyWhile === guard;
      return {
        ...parts,
        data: replaced(parts.data, {
          apply: async (...given) =>
            (await holdsLease(world, nodeId)) ? parts.data.apply(...given) : { kind: 'transient', reason: 'fenced' },
        }),
      };
    },
  },
  {
    name: 'takes a log that does not answer for an empty one',
    breaks: 'I2',
    seeds: 80,
    restores: true,
    spoil: (parts, world) => ({
      ...parts,
      log: replaced(parts.log, {
        read: async (...given) =>
          given[2] === given[3] && world.random.chance(0.3) ? { kind: 'done', value: [] } : parts.log.read(...given),
      }),
    }),
  },
  {
    name: 'does not notice that metadata was restored',
    breaks: 'I3',
    seeds: 40,
    restores: true,
    spoil: (parts) => ({ ...parts, log: replaced(parts.log, { highestNum: async () => ({ kind: 'done', value: 0 }) }) }),
  },
  {
    name: 'writes other bytes when it sends a row again',
    breaks: 'I3',
    seeds: 80,
    spoil: (parts, world) => ({
      ...parts,
      store: replaced(parts.store, {
        allocate: async (requests) =>
          (await parts.store.allocate(requests)).map((answer, index) => {
            const request = requests[index];
            if (answer.kind !== 'numbered' || answer.fresh || request === undefined) return answer;
            return {
              ...answer,
              envelope: { ...answer.envelope, at: request.envelope.at.replace('.', `.${world.random.below(9)}`).slice(0, 27) },
            };
          }),
      }),
    }),
  },
  {
    name: 'undoes what somebody else has overwritten',
    breaks: 'I5',
    seeds: 80,
    spoil: (parts, world) => {
      world.data.guard = (cell, guard) => guardRule({ ...cell, onlyWhile: null }, guard);
      return parts;
    },
  },
  {
    name: "applies a waiting edit with somebody else's credential",
    breaks: 'I7',
    seeds: 40,
    spoil: (parts, world) => ({
      ...parts,
      data: replaced(parts.data, {
        apply: async (table, plan, memberId) => parts.data.apply(table, plan, world.data.signedOut.has(memberId) ? 'alice' : memberId),
      }),
    }),
  },
  {
    name: 'rejects without telling the log',
    breaks: 'I8',
    seeds: 40,
    spoil: (parts) => ({
      ...parts,
      log: replaced(parts.log, {
        append: async (id, rows) => {
          const others = rows.filter((row) => !row.edit_id.startsWith('reject-'));
          return others.length === 0 ? done : parts.log.append(id, others);
        },
      }),
    }),
  },
  {
    name: 'takes the refusal of a replay for the fate of the edit',
    breaks: 'I5',
    seeds: 250,
    spoil: (parts) => ({ ...parts, data: replaced(parts.data, { readRowsById: async () => ({ kind: 'done', value: [] }) }) }),
  },
  {
    name: 'calls an edit refused while an earlier try of it may still land',
    breaks: 'I5',
    seeds: 1_000,
    spoil: (parts) => ({ ...parts, settings: { ...parts.settings, lateLandingMs: 0 } }),
  },
];

let aliases = 0;

function nextAlias(): number {
  aliases += 1;
  return aliases;
}

async function holdsLease(world: World, nodeId: string): Promise<boolean> {
  return world.store.holderOf(table.tableId, world.time.nowMs()) === nodeId;
}
