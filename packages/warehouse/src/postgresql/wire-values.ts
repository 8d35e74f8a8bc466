/** Parameters to PostgreSQL's text format and results back. Only types that a JavaScript number holds exactly become numbers. */
import type { SqlValue } from '../port.ts';

export function encodeParameter(value: SqlValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return encodeArray(value);
}

/** An array literal; every text element is quoted, so that `NULL`, commas and braces inside it are only text. */
function encodeArray(elements: readonly (string | boolean | null)[]): string {
  let literal = '{';
  for (let index = 0; index < elements.length; index += 1) {
    const element = elements[index];
    if (index > 0) literal += ',';
    if (element === null || element === undefined) literal += 'NULL';
    else if (typeof element === 'boolean') literal += element ? 't' : 'f';
    else literal += quoteElement(element);
  }
  return `${literal}}`;
}

const needsEscape = /["\\]/;

function quoteElement(text: string): string {
  return needsEscape.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `"${text}"`;
}

/** Object ids of the built-in types (pg_type.dat), which never change between versions. */
const typeNames: ReadonlyMap<number, string> = new Map([
  [16, 'bool'],
  [18, 'char'],
  [19, 'name'],
  [20, 'int8'],
  [21, 'int2'],
  [23, 'int4'],
  [25, 'text'],
  [26, 'oid'],
  [114, 'json'],
  [700, 'float4'],
  [701, 'float8'],
  [1042, 'bpchar'],
  [1043, 'varchar'],
  [1082, 'date'],
  [1083, 'time'],
  [1114, 'timestamp'],
  [1184, 'timestamptz'],
  [1700, 'numeric'],
  [2950, 'uuid'],
  [3802, 'jsonb'],
]);

/** The engine's name of a type, or its object id as text where it is not built in. */
export function typeName(objectId: number): string {
  return typeNames.get(objectId) ?? String(objectId);
}

export type Decode = (text: string) => SqlValue;

const asText: Decode = (text) => text;
const asBoolean: Decode = (text) => text === 't';
const asNumber: Decode = (text) => Number(text);

/** int2, int4, oid and floats fit a double; everything else stays the text that the engine wrote. */
export function decoderFor(objectId: number): Decode {
  switch (objectId) {
    case 16:
      return asBoolean;
    case 21:
    case 23:
    case 26:
    case 700:
    case 701:
      return asNumber;
    default:
      return asText;
  }
}
