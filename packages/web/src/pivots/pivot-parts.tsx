/** What a pivot shows: groups down the side, groups across, and what is measured. */
import { Switch } from '@mantine/core';
import type { PivotElement, PivotTotals } from '@penstock/domain/workbooks/definition';
import { HeadChoice, MeasureChoice } from '../charts/column-choice.tsx';
import { AddMenu, Line, Part, TypeIcon } from '../queries/inspector-parts.tsx';
import type { PartProps } from '../queries/inspector.tsx';
import { columnOf } from '../tables/element-edits.ts';

const places = [
  { key: 'rows', title: 'Rows', add: 'Group down the side by' },
  { key: 'across', title: 'Columns', add: 'Group across by' },
  { key: 'values', title: 'Values', add: 'Choose what to measure' },
] as const;

export function PivotParts(props: PartProps<PivotElement>) {
  return (
    <>
      <HeadsAndValues {...props} />
      <TotalsPart {...props} />
    </>
  );
}

/** Nothing to switch where there is only one row or column to add up. */
function TotalsPart({ element, onChange }: PartProps<PivotElement>) {
  const totals = element.totals ?? { rows: false, columns: false };
  const put = (change: Partial<PivotTotals>): void => onChange({ ...element, totals: { ...totals, ...change } });
  return (
    <Part title="Totals">
      <Switch
        size="xs"
        label="At the end of each row"
        disabled={element.across.length === 0}
        checked={totals.rows}
        onChange={(event) => put({ rows: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        mt={6}
        label="At the foot of each column"
        disabled={element.rows.length === 0}
        checked={totals.columns}
        onChange={(event) => put({ columns: event.currentTarget.checked })}
      />
    </Part>
  );
}

function HeadsAndValues({ element, typeOf, onChange }: PartProps<PivotElement>) {
  return places.map(({ key, title, add }) => {
    const put = (changed: PivotElement, id: string): void => {
      if (!changed[key].includes(id)) onChange({ ...changed, [key]: [...changed[key], id] });
    };
    return (
      <Part
        key={key}
        title={`${title} of the pivot`}
        action={
          <AddMenu label={add}>
            {key === 'values' ? (
              <MeasureChoice {...{ element, typeOf }} onChoose={put} />
            ) : (
              <HeadChoice {...{ element, typeOf }} onChoose={put} />
            )}
          </AddMenu>
        }
      >
        {element[key].map((id) => (
          <Line
            key={id}
            icon={<TypeIcon type={typeOf(id)} />}
            label={columnOf(element, id)?.name}
            remove={`Take ${columnOf(element, id)?.name ?? ''} out of the ${title.toLowerCase()}`}
            onRemove={() => onChange({ ...element, [key]: element[key].filter((other) => other !== id) })}
          />
        ))}
      </Part>
    );
  });
}
