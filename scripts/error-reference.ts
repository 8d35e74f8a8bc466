/** Writes docs/reference/errors.md from the error catalogue: `node scripts/error-reference.ts`. */
import { writeFileSync } from 'node:fs';
import { errorCatalogue } from '@penstock/domain/errors/catalogue';

/** The page as Markdown: one section for each room, one row for each code. */
export function errorReference(): string {
  const rooms = new Map<string, string[]>();
  for (const [code, { status, title, nextStep }] of Object.entries(errorCatalogue).toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    const room = code.slice(0, code.indexOf('.'));
    const rows = rooms.get(room) ?? [];
    rows.push(`| \`${code}\` | ${status} | ${title} | ${nextStep} |`);
    rooms.set(room, rows);
  }
  const sections = [...rooms].map(([room, rows]) =>
    [`## ${room}`, '', '| code | HTTP | what happened | what to do |', '|---|---|---|---|', ...rows, ''].join('\n'),
  );
  return `${[introduction, ...sections].join('\n')}`;
}

const introduction = `# Errors

Every refusal is \`application/problem+json\` (RFC 9457) with a \`code\` of this list, a sentence about the occurrence
(\`detail\`), the next step (\`nextStep\`) and a \`requestId\` to look up in the logs. Codes are stable; texts may improve.
This page is written by \`node scripts/error-reference.ts\` from the catalogue in the code; a test compares both.
`;

if (import.meta.main) writeFileSync(new URL('../docs/reference/errors.md', import.meta.url), errorReference());
