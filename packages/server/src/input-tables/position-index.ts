/**
 * Where the rows of a large table are, by position: the order key of every thousandth live row and how many rows lie
 * between. So a jump to row 900,000 is one seek by key and a skip of at most a block, and the total needs no COUNT(*).
 * Counts are of the *data table*; what is logged but not yet applied is added by the caller for each page.
 * A structure edit that was applied makes its block stale; stale blocks are counted again before they are used.
 * Rejected: keeping every row id in memory (100 MB for a million rows), and shifting counts by guesswork from the log
 * (an edit whose effect the warehouse already shows would count twice).
 */

/** Live rows between two anchors when an index is built. */
export const rowsPerBlock = 1000;
/** A block that grew beyond this is divided at the next count. */
const largestBlock = 2 * rowsPerBlock;

export interface Block {
  /** Smallest order key that belongs to the block; the first block begins at ''. */
  readonly firstKey: string;
  readonly count: number;
}

/** A stretch of order keys, `from` included, `to` not; `null`: to the end. */
export interface KeyRange {
  readonly from: string;
  readonly to: string | null;
}

/** A row that the overlay shows or hides, by its order key, relative to the data table. */
export interface Shift {
  readonly key: string;
  readonly by: 1 | -1;
}

export interface Location {
  /** Read from this key on. */
  readonly fromKey: string;
  /** Rows after `fromKey`, overlay included, to leave out. */
  readonly skip: number;
}

interface MutableBlock {
  firstKey: string;
  count: number;
  stale: boolean;
}

export class PositionIndex {
  #blocks: MutableBlock[];

  constructor(blocks: readonly Block[]) {
    this.#blocks = blocks.length === 0 ? [{ firstKey: '', count: 0, stale: false }] : blocks.map((block) => ({ ...block, stale: false }));
    const first = this.#blocks[0];
    if (first !== undefined) first.firstKey = '';
  }

  /** Live rows of the data table as of the last counts. */
  get total(): number {
    return this.#blocks.reduce((sum, block) => sum + block.count, 0);
  }

  get blockCount(): number {
    return this.#blocks.length;
  }

  /** An edit that touched rows between these keys (both included) has been applied, or may have been. */
  markStale(from: string, to: string = from): void {
    const last = this.#blockAt(to);
    for (let at = this.#blockAt(from); at <= last; at += 1) {
      const block = this.#blocks[at];
      if (block !== undefined) block.stale = true;
    }
  }

  /** The ranges to count again before positions are exact; neighbours are joined. */
  staleRanges(): readonly KeyRange[] {
    const ranges: { from: string; to: string | null }[] = [];
    this.#blocks.forEach((block, index) => {
      if (!block.stale) return;
      const to = this.#blocks[index + 1]?.firstKey ?? null;
      const last = ranges.at(-1);
      if (last !== undefined && last.to === block.firstKey) last.to = to;
      else ranges.push({ from: block.firstKey, to });
    });
    return ranges;
  }

  /** Puts fresh counts of one stale range in place; `anchors` divide the range and are empty when it is small. */
  recount(range: KeyRange, count: number, anchors: readonly string[]): void {
    const start = this.#blockAt(range.from);
    const end = range.to === null ? this.#blocks.length : this.#blockAt(range.to);
    this.#blocks.splice(start, Math.max(1, end - start), ...divide(range.from, count, anchors));
  }

  /** Where the row at `offset` is found, given what the overlay adds and removes. */
  locate(offset: number, shifts: readonly Shift[]): Location {
    const sorted = [...shifts].sort((left, right) => compareKeys(left.key, right.key));
    let before = 0;
    let next = 0;
    for (const [index, block] of this.#blocks.entries()) {
      const endKey = this.#blocks[index + 1]?.firstKey ?? null;
      let count = block.count;
      for (let shift = sorted[next]; shift !== undefined && (endKey === null || compareKeys(shift.key, endKey) < 0); shift = sorted[next]) {
        count += shift.by;
        next += 1;
      }
      if (offset < before + count || endKey === null) return { fromKey: block.firstKey, skip: Math.max(0, offset - before) };
      before += count;
    }
    return { fromKey: '', skip: offset };
  }

  #blockAt(key: string): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const block = this.#blocks[middle];
      if (block !== undefined && compareKeys(block.firstKey, key) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Anchors are the keys of the range's rows 1, 1001, 2001, ... (the first one included). */
function divide(from: string, count: number, anchors: readonly string[]): MutableBlock[] {
  if (count <= largestBlock || anchors.length < 2) return [{ firstKey: from, count, stale: false }];
  return anchors.map((anchor, index) => ({
    firstKey: index === 0 ? from : anchor,
    count: index === anchors.length - 1 ? count - index * rowsPerBlock : rowsPerBlock,
    stale: false,
  }));
}

/** Builds an index from the keys of rows 1, 1001, 2001, ... and the number of rows. */
export function indexFromAnchors(anchors: readonly string[], count: number): PositionIndex {
  return new PositionIndex(divide('', count, anchors));
}

/** Byte order, as the warehouse compares order keys (collation "C"); keys are ASCII. */
export function compareKeys(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
