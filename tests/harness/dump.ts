/** Everything that a copy of the metadata database would tell, as text, for tests that search it for secrets. */
import type { Rig } from './rig.ts';

/** All rows of all tables; binary columns as hexadecimal digits. */
export async function dumpOf(rig: Rig): Promise<string> {
  const tables = await rig.inMetadata<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1",
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await rig.inMetadata<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}

/** Which of the secrets appear in a text, in plain or in an encoding that anybody can undo. */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  const lower = text.toLowerCase();
  return Object.entries(secrets)
    .filter(([, secret]) => spellingsOf(secret).some((spelling) => text.includes(spelling) || lower.includes(spelling.toLowerCase())))
    .map(([name]) => name);
}

function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // The start of a longer base64 text may stand at any of three places; whole groups of the inside are the same there.
  const shifted = [0, 1, 2].map((shift) => bytes.subarray(shift).toString('base64').replace(/=+$/u, '').slice(0, -4));
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    ...shifted.filter(({ length }) => length >= 12),
  ];
}
