import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What `postmaster.pid` says, checked against the process table. */
export interface Postmaster {
  readonly pid: number;
  /** Line 8 of the file: the server accepts connections. */
  readonly ready: boolean;
}

/**
 * The server that runs on `dataFolder`, or `null`. A pid file survives a power cut, and in a container its number is
 * soon given to somebody else, so the process must also be a postgres of this very folder.
 */
export async function runningPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const lines = (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1 || !isAlive(pid)) return null;
  const command = await commandLine(pid);
  if (command === null || !command.includes(dataFolder)) return null;
  return { pid, ready: lines[7]?.trim() === 'ready' };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  for (const deadline = Date.now() + timeoutMs; isAlive(pid) && !(await isZombie(pid)); await sleep(20)) {
    if (Date.now() > deadline) return false;
  }
  return true;
}

/** The command line of a process, blank-separated; `null` when it has ended. */
export async function commandLine(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
    return raw === null || raw === '' ? null : raw.replaceAll('\0', ' ');
  }
  return await execute('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => null,
  );
}

/** An orphan that ended below a container's init which does not reap stays in the process table, but does nothing more. */
async function isZombie(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) Z /.test(status);
}
