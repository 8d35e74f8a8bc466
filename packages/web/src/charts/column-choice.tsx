/** Columns to choose for an axis, a head or a measure: dates by day, month or year, numbers by what is made of them. */
import { Menu } from '@mantine/core';
import { findFunction } from '@penstock/domain/formula/catalogue';
import type { DataType } from '@penstock/domain/formula/expression';
import { lex } from '@penstock/domain/formula/lexer';
import type { DataElement, ElementColumn } from '@penstock/domain/workbooks/definition';
import { dateUnits, measured, summaries, summaryNames, truncated } from '../tables/element-edits.ts';

export interface ChoiceProps<Kind extends DataElement> {
  readonly element: Kind;
  readonly typeOf: (columnId: string) => DataType | null;
  /** The element with the chosen column in it, and the column. */
  readonly onChoose: (element: Kind, columnId: string) => void;
}

/** Whether a column measures rows, as opposed to one that each row has. */
export const measures = (formula: string): boolean =>
  lex(formula).tokens.some((token) => token.token === 'word' && findFunction(token.text)?.kind === 'aggregate');

export function HeadChoice<Kind extends DataElement>({
  element,
  typeOf,
  onChoose,
  offers = () => true,
}: ChoiceProps<Kind> & { readonly offers?: (column: ElementColumn) => boolean }) {
  return element.columns
    .filter((column) => !measures(column.formula) && offers(column))
    .map(({ id, name, formula }) => {
      const type = typeOf(id);
      const whole = (type === 'date' || type === 'datetime') && !formula.startsWith('DateTrunc(');
      if (!whole)
        return (
          <Menu.Item key={id} onClick={() => onChoose(element, id)}>
            {name}
          </Menu.Item>
        );
      return (
        <Menu.Sub key={id}>
          <Menu.Sub.Target>
            <Menu.Sub.Item>{name}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            <UnitChoice element={element} columnId={id} onChoose={onChoose} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
      );
    });
}

/** A date as it is, or by the day, month or year that it lies in. */
export function UnitChoice<Kind extends DataElement>({
  element,
  columnId,
  onChoose,
}: Pick<ChoiceProps<Kind>, 'element' | 'onChoose'> & { readonly columnId: string }) {
  return (
    <>
      {dateUnits.map((unit) => (
        <Menu.Item key={unit} onClick={() => onChoose(...truncated(element, columnId, unit))}>
          By {unit}
        </Menu.Item>
      ))}
      <Menu.Item onClick={() => onChoose(element, columnId)}>As it is</Menu.Item>
    </>
  );
}

export function MeasureChoice<Kind extends DataElement>({ element, typeOf, onChoose }: ChoiceProps<Kind>) {
  return (
    <>
      <Menu.Item onClick={() => onChoose(...measured(element, null, 'Count'))}>Number of rows</Menu.Item>
      {element.columns
        .filter(({ formula }) => measures(formula) && formula.trim() !== 'Count()')
        .map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => onChoose(element, id)}>
            {name}
          </Menu.Item>
        ))}
      <Menu.Divider />
      {element.columns
        .filter(({ formula }) => !measures(formula))
        .map(({ id, name }) => (
          <Menu.Sub key={id}>
            <Menu.Sub.Target>
              <Menu.Sub.Item>{name}</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              {summaries
                .filter((summary) => typeOf(id) === 'number' || (summary !== 'Sum' && summary !== 'Avg'))
                .map((summary) => (
                  <Menu.Item key={summary} onClick={() => onChoose(...measured(element, id, summary))}>
                    {summaryNames[summary]}
                  </Menu.Item>
                ))}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        ))}
    </>
  );
}
