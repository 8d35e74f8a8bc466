/** The steps that read a source: its columns by `source:<name>`, under the names that it gives them. */
import type { CheckedElement, CheckedSource } from './check-element.ts';
import { referenceKey } from './plan.ts';
import type { JoinPair, SelectNode, Value } from './plan.ts';
import type { Draft, Relation, StepList } from './step-list.ts';
import { columnOf, nameColumns, plainClauses } from './step-list.ts';

/** How an element that is a source becomes steps; the caller lays each once. */
export type LayElement = (element: CheckedElement) => Relation;

export function sourceKey(name: string): string {
  return referenceKey({ of: 'source', name });
}

/** What a select column stores, beside the labels that its own key gives. */
export function storedKey(name: string): string {
  return `stored:${name}`;
}

export function laySource(steps: StepList, source: CheckedSource, layElement: LayElement): Relation {
  switch (source.kind) {
    case 'leaf':
      return layLeaf(steps, source.resolved);
    case 'element':
      return layElement(source.element);
    case 'join':
      return layJoin(steps, source, layElement);
    case 'union':
      return layUnion(steps, source, layElement);
    case 'linked':
      return layLink(steps, source, layElement);
  }
}

function layLeaf(steps: StepList, resolved: Extract<CheckedSource, { kind: 'leaf' }>['resolved']): Relation {
  switch (resolved.kind) {
    case 'relation': {
      const input = steps.input({ kind: 'table', path: resolved.path });
      const drafts = resolved.columns.map(({ name, type, engineType }): Draft => {
        return { key: sourceKey(name), label: name, type, value: { kind: 'stored', input: input.id, name, engineType, labels: null } };
      });
      return steps.lay(resolved.path.table, drafts, { ...plainClauses, from: input });
    }
    case 'sql': {
      const input = steps.input({ kind: 'sql', text: resolved.text });
      const drafts = resolved.columns.map(({ name, type, engineType }): Draft => {
        return { key: sourceKey(name), label: name, type, value: { kind: 'stored', input: input.id, name, engineType, labels: null } };
      });
      return steps.lay('Custom SQL', drafts, { ...plainClauses, from: input });
    }
    case 'input-table': {
      const input = steps.input({ kind: 'table', path: resolved.path });
      const drafts = resolved.columns.flatMap(
        ({ name, type, physicalName, engineType, labels, holdsSeveral = false }): readonly Draft[] => {
          const value = { kind: 'stored', input: input.id, name: physicalName, engineType, labels, holdsSeveral } as const;
          const draft = { key: sourceKey(name), label: name, type, value };
          return labels === null ? [draft] : [draft, { ...draft, key: storedKey(name), type: 'text', value: { ...value, labels: null } }];
        },
      );
      return steps.lay('Input table', drafts, { ...plainClauses, from: input, where: [{ kind: 'live-row', input: input.id }] });
    }
  }
}

function layJoin(steps: StepList, source: Extract<CheckedSource, { kind: 'join' }>, layElement: LayElement): Relation {
  const [left, right] = [laySource(steps, source.left, layElement), laySource(steps, source.right, layElement)];
  const [leftInput, rightInput] = [steps.input(left), steps.input(right)];
  const on = source.on.map((pair): JoinPair => {
    return {
      left: columnOf(leftInput, left, sourceKey(pair.left.name)),
      right: columnOf(rightInput, right, sourceKey(pair.right.name)),
      type: pair.left.type,
      nullsEqual: false,
    };
  });
  const drafts = [
    ...source.left.described.columns.map(({ name, type }): Draft => {
      return { key: sourceKey(name), label: name, type, value: columnOf(leftInput, left, sourceKey(name)) };
    }),
    ...source.right.described.columns.map(({ name, type }): Draft => {
      const given = source.rightNames.get(name) ?? name;
      return { key: sourceKey(given), label: given, type, value: columnOf(rightInput, right, sourceKey(name)) };
    }),
  ];
  const type = on.length === 0 ? 'cross' : source.type;
  return steps.lay('Joined', drafts, { ...plainClauses, from: leftInput, joins: [{ type, input: rightInput, on, unique: false }] });
}

/** Every row of the source, with what was typed for its key: at most one row of the input table has it. */
function layLink(steps: StepList, { rows, inputs, link }: Extract<CheckedSource, { kind: 'linked' }>, layElement: LayElement): Relation {
  const [left, right] = [laySource(steps, rows, layElement), laySource(steps, inputs, layElement)];
  const [leftInput, rightInput] = [steps.input(left), steps.input(right)];
  const on = link.on.map(({ row, key }): JoinPair => {
    return {
      left: columnOf(leftInput, left, sourceKey(row.name)),
      right: columnOf(rightInput, right, sourceKey(key.name)),
      type: key.type,
      nullsEqual: false,
      exact: true,
    };
  });
  const drafts = [
    ...rows.described.columns.map(({ name, type }): Draft => {
      return { key: sourceKey(name), label: name, type, value: columnOf(leftInput, left, sourceKey(name)) };
    }),
    ...link.typed.flatMap(({ column, name }): readonly Draft[] => {
      const at = (key: string): Value => columnOf(rightInput, right, key);
      const draft = { key: sourceKey(name), label: name, type: column.type, value: at(sourceKey(column.name)) };
      return column.labels === null
        ? [draft]
        : [draft, { ...draft, key: storedKey(name), type: 'text', value: at(storedKey(column.name)) }];
    }),
  ];
  return steps.lay('With inputs', drafts, {
    ...plainClauses,
    from: leftInput,
    joins: [{ type: 'left', input: rightInput, on, unique: true }],
  });
}

function layUnion(steps: StepList, source: Extract<CheckedSource, { kind: 'union' }>, layElement: LayElement): Relation {
  const laid = source.sources.map((one) => ({ source: one, relation: laySource(steps, one, layElement) }));
  const columns = source.described.columns;
  const named = nameColumns(columns.map(({ name, type }) => ({ key: sourceKey(name), label: name, type, value: { kind: 'null', type } })));
  const selects = laid.map(({ source: one, relation }): SelectNode => {
    const input = steps.input(relation);
    const values = columns.map(({ name, type }): Value => {
      const given = one.described.columns.find((column) => column.name === name);
      if (given === undefined) return { kind: 'null', type };
      const value = columnOf(input, relation, sourceKey(name));
      return given.type === type ? value : { kind: 'as-text', value };
    });
    const selected = named.columns.map((column, index) => ({ ...column, value: values[index] ?? column.value }));
    return { node: 'select', ...plainClauses, from: input, columns: selected };
  });
  return steps.add('All', { node: 'union', selects }, named.byKey);
}
