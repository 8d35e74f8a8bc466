/** Which columns a source gives, under which names: of one leaf as it is, of a join and a union by rules of their own. */
import type { SourceColumn } from '../workbooks/definition.ts';

export interface DescribedSource {
  readonly columns: readonly SourceColumn[];
  /** What `[Name/Column]` may call a part of it, in lower case, with the column names as this source gives them. */
  readonly parts: readonly { readonly name: string; readonly columns: ReadonlyMap<string, string> }[];
}

/**
 * Columns of a join: all of the left, then all of the right. A name of the right that the left has too, ignoring case, gets
 * `rightName` before it: `Name` of `Airport` becomes `Airport Name`, and `Airport Name 2` where that is taken.
 */
export function joinedNames(left: readonly SourceColumn[], right: readonly SourceColumn[], rightName: string): ReadonlyMap<string, string> {
  const taken = new Set(left.map((column) => column.name.toLowerCase()));
  const names = new Map<string, string>();
  for (const { name } of right) {
    let given = taken.has(name.toLowerCase()) ? `${rightName} ${name}` : name;
    for (let count = 2; taken.has(given.toLowerCase()); count += 1) given = `${rightName} ${name} ${count}`;
    taken.add(given.toLowerCase());
    names.set(name, given);
  }
  return names;
}

/** A union has every name that one of its sources has, in order of first sight; where types differ it is text. */
export function unionColumns(sources: readonly (readonly SourceColumn[])[]): readonly SourceColumn[] {
  const columns = new Map<string, SourceColumn>();
  for (const { name, type } of sources.flat()) {
    const known = columns.get(name);
    if (known === undefined) columns.set(name, { name, type });
    else if (known.type !== type) columns.set(name, { name, type: 'text' });
  }
  return [...columns.values()];
}

export function describeLeaf(name: string | null, columns: readonly SourceColumn[]): DescribedSource {
  const own = new Map(columns.map((column) => [column.name, column.name]));
  return { columns, parts: name === null ? [] : [{ name: name.trim().toLowerCase(), columns: own }] };
}

export function describeJoin(left: DescribedSource, right: DescribedSource, rightName: string): DescribedSource {
  const names = joinedNames(left.columns, right.columns, rightName);
  const renamed = (part: DescribedSource['parts'][number]): DescribedSource['parts'][number] => ({
    name: part.name,
    columns: new Map([...part.columns].map(([name, given]) => [name, names.get(given) ?? given])),
  });
  return {
    columns: [...left.columns, ...right.columns.map((column) => ({ ...column, name: names.get(column.name) ?? column.name }))],
    parts: [...left.parts, { name: rightName.trim().toLowerCase(), columns: names }, ...right.parts.map(renamed)],
  };
}
