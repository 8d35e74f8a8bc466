/** Reads what the seeding needs from the answers of the API; an answer of another shape ends it with a sentence. */

export function memberOf(value: unknown, name: string): unknown {
  if (typeof value === 'object' && value !== null && name in value) return (value as Readonly<Record<string, unknown>>)[name];
  throw new Error(`The server's answer has no “${name}”: ${JSON.stringify(value)?.slice(0, 500)}`);
}

export function textOf(value: unknown, name: string): string {
  const member = memberOf(value, name);
  if (typeof member === 'string') return member;
  throw new Error(`“${name}” of the server's answer is no text: ${JSON.stringify(member)}`);
}

export function numberOf(value: unknown, name: string): number {
  const member = memberOf(value, name);
  if (typeof member === 'number') return member;
  throw new Error(`“${name}” of the server's answer is no number: ${JSON.stringify(member)}`);
}

export function listOf(value: unknown, name: string): readonly unknown[] {
  const member = memberOf(value, name);
  if (Array.isArray(member)) return member;
  throw new Error(`“${name}” of the server's answer is no list: ${JSON.stringify(member)}`);
}

/** The id of the first of a list's items that has this text. */
export function idWhere(answer: unknown, name: string, text: string): string | undefined {
  const found = listOf(answer, 'items').find((item) => memberOf(item, name) === text);
  return found === undefined ? undefined : textOf(found, 'id');
}
