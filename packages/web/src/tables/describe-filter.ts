/** A filter in the words of a chip. */
import type { Reading } from '@penstock/domain/values/format';
import type { DataType } from '@penstock/domain/formula/expression';
import type { Filter } from '@penstock/domain/workbooks/definition';
import { formatValue } from './format-value.ts';

const operators = {
  contains: 'contains',
  'does-not-contain': 'does not contain',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  equals: 'is',
  'does-not-equal': 'is not',
} as const;

export function describeFilter(filter: Filter, name: string, type: DataType | null, reading: Reading, controlLabel: string): string {
  const shown = (value: string | boolean | null): string => (value === null ? 'empty' : formatValue(value, type, null, reading));
  switch (filter.kind) {
    case 'list': {
      const [first, ...others] = filter.values;
      const few =
        first === undefined
          ? 'nothing'
          : others.length > 1
            ? `${shown(first)} and ${others.length} more`
            : filter.values.map(shown).join(', ');
      return `${name} is ${filter.mode === 'exclude' ? 'not ' : ''}${few}`;
    }
    case 'range':
      if (filter.from !== null && filter.to !== null) return `${name} from ${shown(filter.from)} to ${shown(filter.to)}`;
      if (filter.from !== null) return `${name} from ${shown(filter.from)}`;
      return filter.to === null ? `${name}: any` : `${name} up to ${shown(filter.to)}`;
    case 'text':
      return `${name} ${operators[filter.operator]} “${filter.text}”`;
    case 'null':
      return `${name} is ${filter.mode === 'is-null' ? 'empty' : 'not empty'}`;
    case 'top':
      return `${filter.direction === 'highest' ? 'Top' : 'Bottom'} ${filter.count} by ${name}`;
    case 'control':
      return `${name} as in ${controlLabel}`;
  }
}
