/**
 * Named places where a test may kill the process, as if the power had failed there. `PENSTOCK_CRASH_AT=name` kills
 * at the first visit, `name:3` at the third. Without the variable a visit is one comparison.
 */
const armed = parse(process.env['PENSTOCK_CRASH_AT']);

/** Kills this process with SIGKILL when the environment names this place. */
export function crashPoint(name: string): void {
  if (armed === null || armed.name !== name) return;
  armed.visitsLeft -= 1;
  if (armed.visitsLeft <= 0) process.kill(process.pid, 'SIGKILL');
}

function parse(text: string | undefined): { readonly name: string; visitsLeft: number } | null {
  if (text === undefined || text === '') return null;
  const [name = '', count = '1'] = text.split(':');
  return { name, visitsLeft: Number(count) };
}
