import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClientConfig } from 'pg';

export interface SampleDataLoad {
  /** Resolves when everything is there, or the load was stopped; never rejects. */
  readonly ended: Promise<void>;
  stop(): void;
}

export interface SampleDataProgress {
  readonly table: string;
  readonly rows: number;
  readonly ofRows: number;
}

type Message = SampleDataProgress | { readonly failure: string };

/** Loads what is missing of the sample tables, in a process of its own; `report` hears of progress and failure. */
export function loadSampleData(connection: ClientConfig, report: (message: Message) => void): SampleDataLoad {
  const program = fileURLToPath(new URL('../sample-warehouse/load.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', (message) => report(message as Message));
  child.send({ connection });
  return {
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
    stop: () => void child.kill('SIGTERM'),
  };
}
