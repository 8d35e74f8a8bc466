/**
 * From physical log rows to edits. The log may hold repeats, rows in any order, rows that landed long after they
 * were given up, and rows that somebody else wrote; the rules below make one history of it, the same on every reader:
 *
 *   1. A row whose signature does not verify is quarantined: reported, never folded (I11).
 *   2. A physical repeat is dropped (I3).
 *   3. An edit counts when all its parts are there.
 *   4. At one number a noop wins over everything, whenever the other row lands; else the later epoch, then the later time.
 *   5. A claim of a later epoch voids what an earlier epoch lands at or above it (I12).
 */
import type { Operation } from '../input-tables/operation.ts';
import type { EditEntry, EditMetadata } from './entry.ts';
import { expandImport } from './import-rows.ts';
import type { Inflate } from './import-rows.ts';
import { logFormat } from './row.ts';
import type { LogRow } from './row.ts';
import { signingText } from './signing-bytes.ts';
import type { Signer } from './signing-bytes.ts';

/** Something in the log that is not plain history. Only `forged`, `unreadable` and `contradiction` are faults. */
export interface LogFinding {
  readonly kind: 'forged' | 'unreadable' | 'contradiction' | 'repeat' | 'incomplete' | 'superseded';
  readonly num: string;
  readonly editId: string;
}

export interface LogReading {
  /** One edit a number, by number. Numbers may be missing (`missingNums`). */
  readonly entries: readonly EditEntry[];
  readonly findings: readonly LogFinding[];
}

/** `claims`: those of earlier numbers, for reading a later stretch of a log. */
export function readLog(rows: readonly LogRow[], signer: Signer, inflate: Inflate, claims: readonly EditEntry[] = []): LogReading {
  const findings: LogFinding[] = [];
  const authentic = rows.filter((row) => isAuthentic(row, signer) || note(findings, 'forged', row));
  const edits = joinParts(authentic, findings).flatMap((parts) => decode(parts, inflate, findings));
  return { entries: oneANumber(edits, claims, findings), findings };
}

/** Numbers from 1 to `toNum` at which no edit stands. */
export function missingNums(entries: readonly EditEntry[], fromNum: number, toNum: number): readonly number[] {
  const present = new Set(entries.map((entry) => entry.num));
  const missing: number[] = [];
  for (let num = fromNum; num <= toNum; num += 1) if (!present.has(num)) missing.push(num);
  return missing;
}

function isAuthentic(row: LogRow, signer: Signer): boolean {
  return row.format === logFormat && signer.verifies(signingText(row), row.key_id, row.signature);
}

/** Complete sets of parts, each part once. */
function joinParts(rows: readonly LogRow[], findings: LogFinding[]): readonly (readonly LogRow[])[] {
  const edits = new Map<string, Map<string, LogRow>>();
  for (const row of rows) {
    const key = `${row.edit_num} ${row.epoch} ${row.edit_id}`;
    const parts = edits.get(key) ?? new Map<string, LogRow>();
    edits.set(key, parts);
    const earlier = parts.get(row.part);
    if (earlier === undefined) parts.set(row.part, row);
    else note(findings, earlier.signature === row.signature ? 'repeat' : 'contradiction', row);
  }
  return [...edits.values()].flatMap((parts) => {
    const all = [...parts.values()].sort((one, other) => Number(one.part) - Number(other.part));
    const [first] = all;
    if (first === undefined) return [];
    if (all.length === Number(first.parts)) return [all];
    note(findings, 'incomplete', first);
    return [];
  });
}

function decode(parts: readonly LogRow[], inflate: Inflate, findings: LogFinding[]): readonly EditEntry[] {
  const [row] = parts;
  if (row === undefined) return [];
  try {
    const operation = JSON.parse(parts.map((part) => part.edit).join('')) as Operation;
    return [
      {
        tableId: row.input_table_id,
        num: Number(row.edit_num),
        editId: row.edit_id,
        base: Number(row.base_num),
        at: row.at,
        author: { memberId: row.author_member_id, email: row.author_email, login: row.author_login },
        metadata: JSON.parse(row.metadata) as EditMetadata,
        installationId: row.installation_id,
        epoch: Number(row.epoch),
        operation: expandImport(operation, inflate),
      },
    ];
  } catch {
    note(findings, 'unreadable', row);
    return [];
  }
}

function oneANumber(edits: readonly EditEntry[], earlier: readonly EditEntry[], findings: LogFinding[]): readonly EditEntry[] {
  const claims = [...earlier, ...edits.filter((edit) => edit.operation.op === 'claim')];
  const winners = new Map<number, EditEntry>();
  for (const edit of edits) {
    if (claims.some((claim) => edit.epoch < claim.epoch && edit.num >= claim.num)) {
      findings.push({ kind: 'superseded', num: String(edit.num), editId: edit.editId });
      continue;
    }
    const standing = winners.get(edit.num);
    if (standing === undefined) winners.set(edit.num, edit);
    else {
      const winner = stronger(standing, edit);
      const loser = winner === edit ? standing : edit;
      findings.push({
        kind: winner.operation.op === 'noop' ? 'superseded' : 'contradiction',
        num: String(loser.num),
        editId: loser.editId,
      });
      winners.set(edit.num, winner);
    }
  }
  return [...winners.values()].sort((one, other) => one.num - other.num);
}

function stronger(one: EditEntry, other: EditEntry): EditEntry {
  const oneIsNoop = one.operation.op === 'noop';
  if (oneIsNoop !== (other.operation.op === 'noop')) return oneIsNoop ? one : other;
  if (one.epoch !== other.epoch) return one.epoch > other.epoch ? one : other;
  if (one.at !== other.at) return one.at > other.at ? one : other;
  return one.editId > other.editId ? one : other;
}

/** Always `false`, so that it can end a filter's condition. */
function note(findings: LogFinding[], kind: LogFinding['kind'], row: LogRow): false {
  findings.push({ kind, num: row.edit_num, editId: row.edit_id });
  return false;
}
