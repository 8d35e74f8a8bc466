/** `npm start` as a person uses it: the whole process tree, killed in every way that a machine can. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { isAlive } from '@penstock/standalone/postgres/postmaster';
import { canTraverse } from '@penstock/standalone/postgres/account';
import { ApiClient } from '@penstock/standalone/seed/api-client';

const program = fileURLToPath(new URL('../../packages/standalone/src/main.ts', import.meta.url));
const nobody = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
const undo: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  /** The one line on standard output. */
  readonly line: string;
  readonly url: string;
  readonly readyAfterMs: number;
}

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly account: typeof nobody | null;
}

async function newPlace(account: Place['account'] = null): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-start-'));
  await chmod(folder, 0o755);
  if (account !== null) await chown(folder, account.uid, account.gid);
  const place = { folder, port: await freePortWithRoom(), account };
  undo.push(async () => {
    for (const cluster of ['metadata', 'warehouse']) {
      const pid = await postmasterPid(place, cluster);
      if (pid !== null && isAlive(pid)) process.kill(pid, 'SIGQUIT');
    }
    await sleep(200);
    await rm(folder, { recursive: true, force: true });
  });
  return place;
}

function launch(place: Place, ...args: string[]): { child: ChildProcess; output: () => string; errors: () => string } {
  const child = spawn(process.execPath, [program, '--data', place.folder, '--port', String(place.port), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    ...place.account,
  });
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  undo.push(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  });
  return { child, output: () => output, errors: () => errors };
}

async function start(place: Place, ...args: string[]): Promise<Started> {
  const began = Date.now();
  const { child, output, errors } = launch(place, ...args);
  const ended = once(child, 'exit');
  while (!output().includes('\n')) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended before it was ready: ${errors()}`);
    await sleep(20);
  }
  const line = output().trim();
  return {
    child,
    ended,
    line,
    url: /http:\/\/127\.0\.0\.1:\d+/.exec(line.replace(/^Node \d+ of \S+/, ''))?.[0] ?? '',
    readyAfterMs: Date.now() - began,
  };
}

async function refusal(place: Place, ...args: string[]): Promise<string> {
  const { child, errors } = launch(place, ...args);
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(1);
  return errors().trim();
}

async function postmasterPid(place: Place, cluster: string): Promise<number | null> {
  const text = await readFile(join(place.folder, cluster, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]) || null;
}

/** Newest first. */
const sampleWorkbooks = ['Flight delays', 'Regional sales targets'];

async function workbooks(url: string): Promise<string[]> {
  const alice = new ApiClient(url);
  await alice.signIn('alice');
  const { body } = await alice.get<{ items: { name: string }[] }>('/workbooks');
  return body.items.map(({ name }) => name);
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; !(await holds().catch(() => false)); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`It never came about that ${what}.`);
  }
}

/** A port whose neighbours, which the launcher takes too, are free as well; below those that systems give away by themselves. */
async function freePortWithRoom(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 18_000);
    const neighbours = Array.from({ length: 8 }, (_, index) => port + index);
    if ((await Promise.all(neighbours.map(isFree))).every(Boolean)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

describe('npm start', { timeout: 400_000 }, () => {
  test('comes up, keeps the data, and starts again after Ctrl-C and after every kill -9', async () => {
    const place = await newPlace();
    const first = await start(place);
    expect(first.line.split('\n')).toHaveLength(1);
    for (const name of ['ada', 'alice', 'bob', 'carol', 'vera', 'walt']) expect(first.line).toContain(name);
    expect(first.readyAfterMs).toBeLessThan(60_000);
    const before = await workbooks(first.url);
    expect(before).toEqual(sampleWorkbooks);

    // A second start on the same data is told where the first is; a further node joins it.
    expect(await refusal(place)).toContain(`Penstock runs already at ${first.url}`);
    const node = await start(place, '--node', '2');
    expect(node.url).not.toBe(first.url);
    expect(await workbooks(node.url)).toEqual(before);
    node.child.kill('SIGINT');
    await node.ended;

    // A killed PostgreSQL comes back under the running product.
    for (const cluster of ['metadata', 'warehouse']) {
      const pid = await postmasterPid(place, cluster);
      process.kill(pid ?? 0, 'SIGKILL');
      await eventually(`the ${cluster} cluster is back`, async () => {
        const next = await postmasterPid(place, cluster);
        return next !== null && next !== pid && (await fetch(`${first.url}/readyz`)).ok;
      });
    }
    expect(await workbooks(first.url)).toEqual(before);

    // A killed node leaves its databases behind; the next start goes on with them.
    first.child.kill('SIGKILL');
    await first.ended;
    const orphan = await postmasterPid(place, 'metadata');
    expect(isAlive(orphan ?? 0)).toBe(true);
    const second = await start(place);
    expect(await postmasterPid(place, 'metadata')).toBe(orphan);
    expect(await workbooks(second.url)).toEqual(before);

    // Everything killed at once: what is left in memory and on disk does not keep the next start from coming up.
    second.child.kill('SIGKILL');
    for (const cluster of ['metadata', 'warehouse']) process.kill((await postmasterPid(place, cluster)) ?? 0, 'SIGKILL');
    await second.ended;
    const third = await start(place);
    expect(await workbooks(third.url)).toEqual(before);

    // Ctrl-C leaves nothing running.
    const pids = [await postmasterPid(place, 'metadata'), await postmasterPid(place, 'warehouse')];
    third.child.kill('SIGINT');
    await third.ended;
    expect(pids.map((pid) => isAlive(pid ?? 0))).toEqual([false, false]);
    const last = await start(place);
    expect(await workbooks(last.url)).toEqual(before);
    last.child.kill('SIGTERM');
    await last.ended;
  });

  test.runIf(isRoot && canTraverse(dirname(program), nobody))('works as an ordinary user', async () => {
    const place = await newPlace(nobody);
    const started = await start(place);
    expect(await workbooks(started.url)).toEqual(sampleWorkbooks);
    started.child.kill('SIGINT');
    await started.ended;
  });

  test('names the option when something is in the way', async () => {
    const place = await newPlace();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(place.port, '127.0.0.1', resolve));
    expect(await refusal(place)).toMatch(/^Port \d+ is taken by another program\. Choose another: npm start -- --port \d+$/);
    await new Promise((resolve) => server.close(resolve));
    expect(await refusal(place, '--colour', 'red')).toContain('Unknown option --colour');
    expect(await refusal(place, '--node', 'many')).toContain('--node is a number');
  });
});
