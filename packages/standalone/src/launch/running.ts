/**
 * One process tree per data folder. `running.json` names the one that runs and how a further server, or the `penstock`
 * command, reaches its metadata.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, isAlive } from '../postgres/postmaster.ts';

export interface RunningStack {
  readonly pid: number;
  /** `null` while it is still starting. */
  readonly url: string | null;
  /** Environment of its servers, but for the port. */
  readonly environment: Readonly<Record<string, string>>;
}

export async function readRunning(folder: string): Promise<RunningStack | null> {
  const text = await readFile(join(folder, 'running.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const running = JSON.parse(text) as RunningStack;
  // A pid may belong to somebody else by now.
  if (running.pid === process.pid || !isAlive(running.pid)) return null;
  return (await commandLine(running.pid))?.includes('standalone/src/main.ts') === true ? running : null;
}

export async function writeRunning(folder: string, running: RunningStack): Promise<void> {
  const path = join(folder, 'running.json');
  await writeFile(`${path}.${process.pid}`, JSON.stringify(running), { mode: 0o600 });
  await rename(`${path}.${process.pid}`, path);
}

export async function removeRunning(folder: string): Promise<void> {
  await rm(join(folder, 'running.json'), { force: true });
}
