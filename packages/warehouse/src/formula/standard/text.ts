/** Texts. */
import type { CallToRender, Templates } from '../dialect.ts';

export const textTemplates: Templates = {
  Len: 'length({0})',
  Upper: 'upper({0})',
  Lower: 'lower({0})',
  Trim: 'trim({*})',
  LTrim: 'ltrim({*})',
  RTrim: 'rtrim({*})',
  Left: 'left({0}, {1:size})',
  Right: 'right({0}, {1:size})',
  Mid: 'substr({0}, {1:place}, {2:size})',
  Contains: 'strpos({0}, {1}) > 0',
  StartsWith: 'starts_with({0}, {1})',
  EndsWith: 'right({0}, length({1})) = {1}',
  Find: 'strpos({0}, {1})',
  Replace: 'replace({0}, {1}, {2})',
  Repeat: 'case when length({0}) * {1:size}::bigint <= 65535 then repeat({0}, {1:size}) end',
  PadLeft: padded('lpad'),
  PadRight: padded('rpad'),
  Reverse: 'reverse({0})',
  Char: 'case when {0} between 1 and 55295 or {0} between 57344 and 1114111 then chr({0:whole}) end',
  Code: 'nullif(ascii({0}), 0)',
};

function padded(name: string): (call: CallToRender) => string {
  return ({ arguments: values }) => `${name}({0}, {1:short}, ${values.length > 2 ? "nullif({2}, '')" : "' '"})`;
}

const lower = 'lower(trim({0}))';

export const logicalConversion: Templates = {
  Logical: {
    text: `case when ${lower} in ('true', 'yes', '1') then true when ${lower} in ('false', 'no', '0') then false end`,
    number: '{0} <> 0',
    logical: '{0}',
  },
};
