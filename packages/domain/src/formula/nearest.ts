/** Names that somebody may have meant. */

/** Of the names those within a third of the length in edits, or that begin alike; nearest first, at most three. */
export function nearest(written: string, names: readonly string[]): readonly string[] {
  const wanted = written.toLowerCase();
  return names
    .map((name) => ({ name, edits: name.toLowerCase().startsWith(wanted) && wanted.length > 1 ? 0.5 : edits(wanted, name.toLowerCase()) }))
    .filter((candidate) => candidate.edits <= Math.max(1, Math.floor(wanted.length / 3)))
    .toSorted((left, right) => left.edits - right.edits)
    .slice(0, 3)
    .map((candidate) => candidate.name);
}

/** Levenshtein's distance. */
function edits(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (left[at - 1] === right[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
