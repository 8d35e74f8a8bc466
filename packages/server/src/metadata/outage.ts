/** Tells a metadata database that does not answer from a statement that it refused. */

// SQLSTATE classes 08 (connection), 57P (shutting down, starting up, crashed) and 53300 (too many connections).
const outageStates = /^(08|57P0[1-5]|53300)/;
const outageCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);
// pg reports these without a code.
const outageMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end)/;

/** True when `error` came from a `pg` call because the database is away, not because of the SQL. */
export function isMetadataOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (typeof code === 'string') {
    if (outageStates.test(code)) return true;
    if (outageCodes.has(code)) return code !== 'ENOENT' || syscall === 'connect';
  }
  return outageMessages.test(error.message);
}
