import { readFile } from 'node:fs/promises';

/** Resident set of a process in megabytes, from the kernel's own account (proc(5), `VmRSS`). */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} has no resident set`);
  return Number(kilobytes) / 1024;
}

/** Watches a process every 200 ms and remembers its highest resident set. */
export class MemoryWatch {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  #highest = 0;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => void this.#sample(), 200);
  }

  async #sample(): Promise<void> {
    this.#highest = Math.max(this.#highest, await residentMegabytes(this.#pid).catch(() => 0));
  }

  /** Megabytes. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#highest;
  }
}
