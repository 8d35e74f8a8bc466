/** A join that is there already: its keys and what it keeps. Formulas follow when columns of the other side are called anew. */
import { Modal } from '@mantine/core';
import { renameInFormula } from '@penstock/domain/formula/rename';
import { joinedNames } from '@penstock/domain/queries/source-columns';
import type { DataElement, Definition, Source, SourceColumn } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { Waiting } from '../app/waiting.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { JoinKeys } from './join-keys.tsx';
import type { Join, JoinSource } from './join-keys.tsx';
import { probeOf } from './source-picker.tsx';
import { useDescribed } from './use-described.ts';

/** A join of an element, and how another one takes its place. */
export interface PlacedJoin {
  readonly join: JoinSource;
  readonly put: (join: JoinSource) => Source;
}

/** The joins of a source, the last one first: each is the left side of the one before it. */
export function joinsOf(source: Source, put: (source: Source) => Source = (changed) => changed): readonly PlacedJoin[] {
  if (source.kind !== 'join') return [];
  return [{ join: source, put }, ...joinsOf(source.left, (left) => put({ ...source, left }))];
}

interface EditJoinProps {
  readonly documentId: string;
  readonly definition: Definition;
  readonly element: DataElement;
  readonly placed: PlacedJoin;
  readonly name: string;
  readonly onChange: (element: DataElement) => void;
  readonly onClose: () => void;
}

export function EditJoin({ documentId, definition, element, placed, name, onChange, onClose }: EditJoinProps) {
  const { join, put } = placed;
  const [probes] = useState(() => ({ left: probeOf(join.left), right: probeOf(join.right) }));
  const left = useDescribed(documentId, definition, probes.left);
  const right = useDescribed(documentId, definition, probes.right);
  const error = left.error ?? right.error;
  const wrong = [left.element, right.element].find((side) => side?.kind === 'wrong');
  const sides =
    left.element?.kind === 'described' && right.element?.kind === 'described'
      ? { left: left.element.source, right: right.element.source }
      : null;
  return (
    <Modal opened onClose={onClose} title={`Join with ${name}`} size="md">
      {error !== null && <ProblemNotice error={error} />}
      {wrong?.kind === 'wrong' && <Notice tone="warning">{wrong.problem.message}</Notice>}
      {error === null && wrong === undefined && sides === null && <Waiting />}
      {sides !== null && (
        <JoinKeys
          {...sides}
          {...{ name, join }}
          onCancel={onClose}
          onJoin={(changed) => {
            onChange(rejoined(element, placed, changed, sides, put));
            onClose();
          }}
        />
      )}
    </Modal>
  );
}

function rejoined(
  element: DataElement,
  { join }: PlacedJoin,
  changed: Join,
  { left, right }: { readonly left: readonly SourceColumn[]; readonly right: readonly SourceColumn[] },
  put: PlacedJoin['put'],
): DataElement {
  const before = joinedNames(left, right, join.rightName);
  const after = joinedNames(left, right, changed.rightName);
  const renamed = right.flatMap(({ name }) => {
    const [old, now] = [before.get(name) ?? name, after.get(name) ?? name];
    return old === now ? [] : [[old, now] as const];
  });
  return { ...element, columns: columnsFollowing(element, new Map(renamed)), source: put({ ...join, ...changed }) };
}

/** A name means another column of the element before it means one of the source. */
function columnsFollowing({ columns }: DataElement, renamed: ReadonlyMap<string, string>): DataElement['columns'] {
  const now = new Map([...renamed].map(([before, after]) => [before.toLowerCase(), after]));
  return columns.map((column) => {
    const isOwn = (name: string): boolean => columns.some((other) => other.id !== column.id && other.name.trim().toLowerCase() === name);
    const formula = renameInFormula(column.formula, ([name = '', ...rest]) => {
      const wanted = name.trim().toLowerCase();
      const after = rest.length > 0 || isOwn(wanted) ? undefined : now.get(wanted);
      return after === undefined ? null : [after];
    });
    return { ...column, formula };
  });
}
