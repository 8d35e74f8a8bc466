/** What the types of columns are called. */
import type { ColumnType } from '@penstock/domain/input-tables/column';

export const columnTypeNames: Readonly<Record<ColumnType, string>> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  datetime: 'Date and time',
  checkbox: 'Checkbox',
  'single-select': 'Single select',
  'multi-select': 'Multi select',
};
