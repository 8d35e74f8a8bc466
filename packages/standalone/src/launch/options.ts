import { mostNodes } from './nodes.ts';

/** What `npm start` accepts after `--`. */
export interface LaunchOptions {
  readonly port: number;
  /** Folder of databases, keys and secrets; `null` picks one. */
  readonly data: string | null;
  /** 2 and above: one more server on the metadata of the stack that runs, or of one that is started with it. */
  readonly node: number;
}

export const usage = `npm start -- [options]
  --port <number>   port of the web interface (default 7300)
  --data <folder>   where databases, keys and secrets are kept
  --node <number>   2 and above: one more server process on the same metadata`;

/** An error that the person who typed the command can put right; printed without a stack. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

export function readOptions(args: readonly string[]): LaunchOptions {
  const values = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const [name = '', inline] = (args[index] ?? '').split(/=(.*)/s);
    if (!['--port', '--data', '--node'].includes(name)) throw new LaunchError(`Unknown option ${name}.\n${usage}`);
    const value = inline ?? args[(index += 1)];
    if (value === undefined || value === '') throw new LaunchError(`${name} needs a value.\n${usage}`);
    values.set(name, value);
  }
  return {
    port: numberBetween('--port', values.get('--port') ?? '7300', 1, 65_000),
    data: values.get('--data') ?? null,
    node: numberBetween('--node', values.get('--node') ?? '1', 1, mostNodes),
  };
}

function numberBetween(name: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < lowest || value > highest)
    throw new LaunchError(`${name} is a number from ${lowest} to ${highest}.`);
  return value;
}
