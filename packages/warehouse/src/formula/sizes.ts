/** Numbers that count something (characters, digits, places): machine integers within bounds, whatever the rows hold. */
import type { DataType } from '@penstock/domain/formula/expression';
import type { SizeForm } from './template.ts';

/** Null outside of `whole`, the nearest bound outside of the others. */
export const sizes: Readonly<Record<SizeForm, readonly [least: number, most: number]>> = {
  whole: [-1_000_000_000, 1_000_000_000],
  size: [0, 1_000_000_000],
  place: [1, 1_000_000_000],
  short: [0, 10_000],
  digits: [-12, 12],
};

function sizeForm(form: SizeForm): { readonly [Type in DataType]?: string } {
  const [least, most] = sizes[form];
  const cut = 'trunc({0:exact})::int';
  const number =
    form === 'whole'
      ? `case when {0} between ${least} and ${most} then ${cut} end`
      : `case when {0} < ${least} then ${least} when {0} > ${most} then ${most} else ${cut} end`;
  return { number };
}

/** As a dialect's forms. */
export const sizeForms = {
  whole: sizeForm('whole'),
  size: sizeForm('size'),
  place: sizeForm('place'),
  short: sizeForm('short'),
  digits: sizeForm('digits'),
} as const;
