/** What the `penstock` program makes of its command line. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../src/app/main.ts', import.meta.url));

/** Runs it in an empty environment, in which a server would stop at the first setting that it misses. */
async function run(...args: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'] ?? '' } });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output, errors };
}

describe('the penstock program', () => {
  it.each(['verify-edit-logs', 'start', 'constructor', '--port'])(
    'answers the unknown command %s with its usage and starts nothing',
    async (name) => {
      const { code, output, errors } = await run(name);
      expect(code).toBe(2);
      expect(output).toBe('');
      expect(errors).toContain(`There is no command "${name}".`);
      expect(errors).toMatch(/^Usage: penstock <command>$/m);
      for (const known of ['serve', 'verify-edit-log', 'rebuild']) expect(errors).toMatch(new RegExp(`^  ${known} `, 'm'));
    },
  );

  it('without a command says what there is, and starts nothing', async () => {
    const { code, output, errors } = await run();
    expect([code, output]).toEqual([2, '']);
    expect(errors).toMatch(/^Usage: penstock/);
    expect(await run('--help')).toEqual({ code: 0, output: errors, errors: '' });
  });

  it('starts a server only when told to serve', async () => {
    expect(await run('serve')).toMatchObject({ code: 2, output: '', errors: 'Penstock cannot start: PENSTOCK_DATABASE_URL is not set.\n' });
  });
});
