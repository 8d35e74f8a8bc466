/** The product's server as a process of its own: started with an environment, ready when it says so, stopped or killed. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves with the exit code or the name of the signal when the process has ended. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** What it wrote to its log so far. */
  log(): string;
  /** SIGTERM: lets requests finish and hands work over. */
  stop(): Promise<void>;
  /** SIGKILL: nothing is finished. */
  kill9(): Promise<void>;
}

const endWithParent = new URL('./end-with-parent.ts', import.meta.url).href;
const program = fileURLToPath(new URL('../../../server/src/app/main.ts', import.meta.url));
/** Keeps the compiled form of the code between starts: a start takes about half as long. */
const compileCache =
  process.env['NODE_COMPILE_CACHE'] ?? fileURLToPath(new URL('../../../../node_modules/.cache/compiled', import.meta.url));
/**
 * Keep memory flat through bursts. Left alone, V8 lets a heap that a paste of 50,000 cells has passed through grow to
 * several times of what lives in it, and glibc keeps an arena of freed memory for each thread.
 */
const memoryFlags = ['--max-semi-space-size=8', '--heap-growing-percent=50'];
const memorySettings = { MALLOC_ARENA_MAX: '2' };
const longestLogCharacters = 1_000_000;

/** Starts the server with exactly this environment (plus PATH) and waits until it answers. */
export async function startServerProcess(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...memoryFlags, '--import', endWithParent, program, 'serve'], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', NODE_COMPILE_CACHE: compileCache, ...memorySettings, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-longestLogCharacters);
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  const ready = await Promise.race([firstReadyLine(child), ended]);
  if (typeof ready !== 'object') throw new Error(`The server ended with ${ready} before it was ready:\n${log.slice(-4_000)}`);

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    url: ready.url,
    pid: child.pid ?? 0,
    ended,
    log: () => log,
    stop: async () => {
      const patience = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await end('SIGTERM');
      clearTimeout(patience);
    },
    kill9: async () => await end('SIGKILL'),
  };
}

/** Runs a command of the `penstock` program to its end. */
export async function runPenstock(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  const child = spawn(process.execPath, [...memoryFlags, program, ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', NODE_COMPILE_CACHE: compileCache, ...memorySettings, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? 1)));
  return { code, output, errors };
}

/** The server says where it listens in one line of JSON: `{"ready":true,"url":"..."}`. */
async function firstReadyLine(child: ChildProcess): Promise<{ url: string }> {
  return await new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{"ready":true')) return;
      const { url } = JSON.parse(line) as { url: string };
      resolve({ url });
    });
  });
}
