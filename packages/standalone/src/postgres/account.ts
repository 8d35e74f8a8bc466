import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * PostgreSQL refuses to run as uid 0. Started by root, the clusters therefore run as an unprivileged account;
 * started by anyone else, they run as that person.
 */
export interface OperatingAccount {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` on Debian, Alpine and Fedora. initdb wants an entry in the passwd file, so a made-up number will not do. */
const nobody: OperatingAccount = { uid: 65534, gid: 65534 };

/** The account that PostgreSQL has to run as; `null` when the current one will do. */
export function postgresAccount(): OperatingAccount | null {
  if (process.getuid?.() !== 0) return null;
  const passwd = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '';
  const entries = passwd.split('\n').map((line) => line.split(':'));
  const entry = entries.find((fields) => fields[0] === 'nobody') ?? entries.find((fields) => Number(fields[2]) >= 1000);
  if (entry === undefined) return nobody;
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Whether `account` can walk into `path`: every existing folder on the way needs the x permission for it. */
export function canTraverse(path: string, account: OperatingAccount | null): boolean {
  if (account === null) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && !mayEnter(folder, account)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayEnter(folder: string, account: OperatingAccount): boolean {
  const { uid, gid, mode } = statSync(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
