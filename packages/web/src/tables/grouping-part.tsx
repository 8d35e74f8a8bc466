/** The levels of a table, outermost first, in the side panel. */
import { IconStack2 } from '@tabler/icons-react';
import type { TableElement } from '@penstock/domain/workbooks/definition';
import { HeadChoice } from '../charts/column-choice.tsx';
import { AddMenu, Line, Part } from '../queries/inspector-parts.tsx';
import type { PartProps } from '../queries/inspector.tsx';
import { levelName } from './column-menu.tsx';
import { columnOf, groupBy, levelOf, removeColumn, ungroup } from './element-edits.ts';

export function GroupingPart({ element, typeOf, onChange }: PartProps<TableElement>) {
  return (
    <>
      <Part
        title="Groups"
        action={
          <AddMenu label="Group by">
            <HeadChoice
              {...{ element, typeOf }}
              offers={({ id, level }) => level === null && levelOf(element, id) === null}
              onChoose={(changed, id) => onChange(groupBy(changed, id))}
            />
          </AddMenu>
        }
      >
        {element.groupings.map(({ id }) => (
          <Line
            key={id}
            icon={<IconStack2 size={14} stroke={1.6} />}
            label={levelName(element, id)}
            remove={`Do not group by ${levelName(element, id)}`}
            onRemove={() => onChange(ungroup(element, id))}
          />
        ))}
      </Part>
      {element.totals.length > 0 && (
        <Part title="Totals">
          {element.totals.map((id) => (
            <Line
              key={id}
              label={columnOf(element, id)?.name}
              remove={`Remove the total ${columnOf(element, id)?.name ?? ''}`}
              onRemove={() => onChange(removeColumn(element, id))}
            />
          ))}
        </Part>
      )}
    </>
  );
}
