/** What a pivot shows: groups down the side, groups across, and what is measured. */
import type { PivotElement } from '@penstock/domain/workbooks/definition';
import { HeadChoice, MeasureChoice } from '../charts/column-choice.tsx';
import { AddMenu, Line, Part, TypeIcon } from '../queries/inspector-parts.tsx';
import type { PartProps } from '../queries/inspector.tsx';
import { columnOf } from '../tables/element-edits.ts';

const places = [
  { key: 'rows', title: 'Rows', add: 'Group down the side by' },
  { key: 'across', title: 'Columns', add: 'Group across by' },
  { key: 'values', title: 'Values', add: 'Choose what to measure' },
] as const;

export function PivotParts({ element, typeOf, onChange }: PartProps<PivotElement>) {
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
