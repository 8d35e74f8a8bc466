/**
 * One embedded PostgreSQL server: made on first use, adopted when an earlier run was killed and left it behind,
 * restarted when it is killed, stopped cleanly with the product.
 *
 * The server is a process group of its own and writes its own logs, so that neither Ctrl-C in the terminal nor the
 * death of node reaches it in the middle of a commit.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ClientConfig } from 'pg';
import type { OperatingAccount } from './account.ts';
import type { PostgresInstallation } from './installation.ts';
import { isAlive, runningPostmaster, waitForEnd } from './postmaster.ts';
import { configurationFile, superuser } from './settings.ts';
import type { Settings } from './settings.ts';

export interface ClusterOptions {
  readonly name: string;
  /** Holds data and, if its path is short enough, the socket. Made if missing. */
  readonly folder: string;
  readonly installation: PostgresInstallation;
  readonly account: OperatingAccount | null;
  readonly settings: Settings;
  /** Content of pg_hba.conf. */
  readonly access: string;
  /** Told in one sentence when the server was adopted, ended by itself, or came back. */
  readonly report?: (sentence: string) => void;
}

export interface Cluster {
  readonly name: string;
  /** Folder of the unix socket: `host` for pg. */
  readonly socketFolder: string;
  /** Folder of the server's own JSON log. */
  readonly logFolder: string;
  connection(database: string, user?: string): ClientConfig;
  /** Process id of the running server; `null` while it is being restarted. */
  pid(): number | null;
  /** Lets running transactions roll back, writes a checkpoint and ends. */
  stop(): Promise<void>;
}

const socketPort = 5432;
/** sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing NUL included. */
const longestSocketPathBytes = 103;
const startTimeoutMs = 60_000;
const execute = promisify(execFile);

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { name, account } = options;
  const report = options.report ?? (() => {});
  const dataFolder = join(options.folder, 'data');
  await makeFolder(options.folder, account);
  const socketFolder = await makeSocketFolder(options.folder, account);
  if (!(await exists(join(dataFolder, 'PG_VERSION')))) await initialise(options, dataFolder);

  const configured = await writeConfiguration(options, dataFolder, socketFolder);
  const left = await runningPostmaster(dataFolder);
  if (left !== null && configured === 'changed') await end(left.pid);

  let current: { pid: number; ended: Promise<void> } | null = null;
  let stopping = false;

  const endCurrent = async (): Promise<void> => {
    if (current !== null) await end(current.pid);
  };

  const launch = async (): Promise<void> => {
    const running = await runningPostmaster(dataFolder);
    if (running !== null) {
      await waitUntilReady(dataFolder, running.pid);
      report(`The ${name} database was still running from before and is used further.`);
      current = { pid: running.pid, ended: endOf(running.pid) };
    } else {
      current = await launchUntilReady(options, dataFolder);
    }
  };

  const supervise = async (): Promise<void> => {
    for (let pauseMs = 50; !stopping;) {
      await current?.ended;
      current = null;
      if (stopping) return;
      report(`The ${name} database ended unexpectedly and is being restarted.`);
      await sleep(pauseMs);
      if (stopping) return;
      try {
        await launch();
        pauseMs = 50;
        report(`The ${name} database is back.`);
        if (stopping) await endCurrent();
      } catch (error) {
        pauseMs = Math.min(pauseMs * 2, 5_000);
        report(error instanceof Error ? error.message : String(error));
      }
    }
  };

  await launch();
  const supervision = supervise();
  await removeOldLogs(join(dataFolder, 'log'));
  const tidying = setInterval(() => void removeOldLogs(join(dataFolder, 'log')).catch(() => {}), 600_000);
  tidying.unref();

  return {
    name,
    socketFolder,
    logFolder: join(dataFolder, 'log'),
    connection: (database, user = superuser) => ({ host: socketFolder, port: socketPort, user, database }),
    pid: () => current?.pid ?? null,
    stop: async () => {
      stopping = true;
      clearInterval(tidying);
      await endCurrent();
      await supervision;
    },
  };
}

async function initialise(options: ClusterOptions, dataFolder: string): Promise<void> {
  // An interrupted initdb leaves a folder without meaning; it is made aside and moved when complete.
  const partial = `${dataFolder}.partial`;
  await rm(partial, { recursive: true, force: true });
  const settings = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--auth=trust'];
  try {
    await execute(options.installation.initdb, ['-D', partial, '-U', superuser, ...settings], {
      ...options.account,
      cwd: '/',
      env: environment(),
    });
  } catch (cause) {
    const output = (cause as { stderr?: string }).stderr ?? String(cause);
    throw new Error(`The ${options.name} database could not be created in ${dataFolder}: ${lastLine(output)}`, { cause });
  }
  await rename(partial, dataFolder);
}

async function writeConfiguration(options: ClusterOptions, dataFolder: string, socketFolder: string): Promise<'changed' | 'unchanged'> {
  const files = [
    { path: join(dataFolder, 'postgresql.conf'), content: configurationFile(options.settings, socketFolder) },
    { path: join(dataFolder, 'pg_hba.conf'), content: options.access },
  ];
  let result: 'changed' | 'unchanged' = 'unchanged';
  for (const { path, content } of files) {
    if ((await readFile(path, 'utf8').catch(() => null)) === content) continue;
    await writeFile(path, content, { mode: 0o600 });
    if (options.account !== null) await chown(path, options.account.uid, options.account.gid);
    result = 'changed';
  }
  return result;
}

/**
 * Starts the server; tries again while the remains of a killed one are in the way (its last backends hold the shared
 * memory until they notice, and a pid file may name a number that now belongs to another program).
 */
async function launchUntilReady(options: ClusterOptions, dataFolder: string): Promise<{ pid: number; ended: Promise<void> }> {
  const startLog = join(options.folder, 'start.log');
  for (const deadline = Date.now() + startTimeoutMs; ; await sleep(200)) {
    if ((await runningPostmaster(dataFolder)) === null) await rm(join(dataFolder, 'postmaster.pid'), { force: true });
    const descriptor = openSync(startLog, 'w', 0o600);
    const child = spawn(options.installation.postgres, ['-D', dataFolder], {
      ...options.account,
      cwd: '/',
      env: environment(),
      detached: true,
      stdio: ['ignore', descriptor, descriptor],
    });
    closeSync(descriptor);
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const { pid } = child;
    child.unref();
    if (pid !== undefined && (await Promise.race([waitUntilReady(dataFolder, pid), ended.then(() => 'ended' as const)])) === 'ready') {
      return { pid, ended };
    }
    const reason = `${await readFile(startLog, 'utf8')}\n${await lastServerMessages(join(dataFolder, 'log'))}`;
    if (/still in use|already exists|another (postmaster|server)/.test(reason) && Date.now() < deadline) continue;
    throw new Error(`The ${options.name} database in ${dataFolder} does not start: ${lastLine(reason)}`);
  }
}

async function waitUntilReady(dataFolder: string, pid: number): Promise<'ready' | 'ended'> {
  for (; ; await sleep(10)) {
    const postmaster = await runningPostmaster(dataFolder);
    if (postmaster?.pid === pid && postmaster.ready) return 'ready';
    if (!isAlive(pid)) return 'ended';
  }
}

async function end(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitForEnd(pid, 60_000)) return;
  signal(pid, 'SIGQUIT');
  await waitForEnd(pid, 10_000);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** An adopted server is not our child: its end shows only in the process table. */
async function endOf(pid: number): Promise<void> {
  while (!(await waitForEnd(pid, 250)));
}

async function makeFolder(folder: string, account: OperatingAccount | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (account !== null) await chown(folder, account.uid, account.gid);
}

async function makeSocketFolder(folder: string, account: OperatingAccount | null): Promise<string> {
  const beside = join(folder, 'socket');
  if (Buffer.byteLength(join(beside, `.s.PGSQL.${socketPort}`)) <= longestSocketPathBytes) {
    await makeFolder(beside, account);
    return beside;
  }
  const short = join(tmpdir(), `penstock-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  await makeFolder(short, account);
  const { uid } = await lstat(short);
  if (!(await lstat(short)).isDirectory() || uid !== (account?.uid ?? process.getuid?.() ?? uid)) {
    throw new Error(`${short} belongs to somebody else, so it cannot hold the socket of ${folder}.`);
  }
  return short;
}

/** A gigabyte of log is enough to look back on: sixteen files of 64 MB. */
async function removeOldLogs(logFolder: string): Promise<void> {
  const files = (await readdir(logFolder).catch(() => [])).filter((file) => file.endsWith('.json')).sort();
  for (const file of files.slice(0, -16)) {
    await rm(join(logFolder, file), { force: true });
    await rm(join(logFolder, file.replace(/json$/, 'log')), { force: true });
  }
}

async function lastServerMessages(logFolder: string): Promise<string> {
  const files = (await readdir(logFolder).catch(() => [])).filter((file) => file.endsWith('.json')).sort();
  const newest = files.at(-1);
  if (newest === undefined) return '';
  const lines = (await readFile(join(logFolder, newest), 'utf8')).trim().split('\n').slice(-20);
  const messages = lines.flatMap(
    (line) => /"error_severity":"(?:FATAL|PANIC)","(?:state_code":"\w+",")?message":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? [],
  );
  return messages.join('\n');
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
