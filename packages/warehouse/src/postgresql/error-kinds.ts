/**
 * PostgreSQL's errors as the dozen kinds of the port. The table follows Appendix A of the PostgreSQL manual
 * (errcodes): a whole code is looked up first, then its class, the first two characters.
 */
import type { FailureKind, WarehouseFailure } from '../port.ts';

const kindOfCode: Readonly<Record<string, FailureKind>> = {
  '0A000': 'other', // feature not supported
  '25006': 'read-only', // read_only_sql_transaction
  '42501': 'privilege', // insufficient_privilege, also a row policy that refuses the new row
  '3D000': 'missing-object', // invalid_catalog_name
  '3F000': 'missing-object', // invalid_schema_name
  '42P01': 'missing-object', // undefined_table
  '42704': 'missing-object', // undefined_object
  '42703': 'altered-object', // undefined_column
  '42804': 'altered-object', // datatype_mismatch
  '42809': 'altered-object', // wrong_object_type: a view where a table was
  '42P10': 'altered-object', // the unique constraint that ON CONFLICT needs is gone
  '42611': 'altered-object',
  '428C9': 'altered-object', // the column became a generated one
  '42P06': 'already-exists', // duplicate_schema
  '42P07': 'already-exists', // duplicate_table
  '42701': 'already-exists', // duplicate_column
  '42710': 'already-exists', // duplicate_object
  '53300': 'throttled', // too_many_connections
  '55006': 'concurrency', // object_in_use
  '55P03': 'concurrency', // lock_not_available
  '57014': 'timeout', // query_canceled; `cancelled` when we asked for it
  '57P01': 'throttled', // admin_shutdown
  '57P02': 'network', // crash_shutdown
  '57P03': 'throttled', // cannot_connect_now
  '57P04': 'missing-object', // database_dropped
  '57P05': 'network', // idle_session_timeout
};

const kindOfClass: Readonly<Record<string, FailureKind>> = {
  '08': 'network',
  '22': 'value', // data exception
  '23': 'value', // integrity constraint violation
  '28': 'sign-in', // invalid authorization specification
  '40': 'concurrency', // transaction rollback: serialization failure, deadlock
  '44': 'value', // WITH CHECK OPTION violation
  '53': 'throttled', // insufficient resources: disk full, out of memory
  '54': 'value', // program limit exceeded: row or index entry too large
  '58': 'throttled', // system error outside PostgreSQL itself
  P0: 'value', // raised by a trigger: a rule that somebody put on the table
};

/** After these the transaction may have been committed: the server went away, or says that it does not know. */
const unknownCodes: ReadonlySet<string> = new Set(['08006', '08007', '40003', '57P01', '57P02', '57P04', '57P05']);

/** The part of a server's ErrorResponse that decides. */
export interface ServerError {
  readonly code: string;
  readonly message: string;
  /** Schema of the object the error is about, where the server names one. */
  readonly schema: string | null;
}

export function failureKind(error: ServerError): FailureKind {
  // Two sessions that create the same table at once collide in the system catalog itself: trying again is harmless.
  if (error.code === '23505' && error.schema === 'pg_catalog') return 'concurrency';
  return kindOfCode[error.code] ?? kindOfClass[error.code.slice(0, 2)] ?? 'other';
}

/** Whether a statement that ended with this error may still have been committed. */
export function leavesUnknown(code: string): boolean {
  return unknownCodes.has(code);
}

const networkCodes: Readonly<Record<string, FailureKind>> = {
  ETIMEDOUT: 'timeout',
};

/** Errors of sockets, name resolution and TLS: the server said nothing. */
export function socketFailure(error: unknown, secrets: readonly string[]): WarehouseFailure {
  const code = errorCode(error);
  return {
    kind: networkCodes[code ?? ''] ?? 'network',
    message: redact(error instanceof Error ? error.message : 'The connection ended.', secrets),
    engineCode: null,
    remedy: null,
  };
}

export function serverFailure(error: ServerError, secrets: readonly string[]): WarehouseFailure {
  return { kind: failureKind(error), message: redact(error.message, secrets), engineCode: error.code, remedy: null };
}

const maximumMessageLength = 1_000;
const tokenLike = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|\bbearer\s+\S+|\b(?:password|token|secret)\s*[=:]\s*\S+/giu;

/** The message without the session's own secrets and anything that looks like a token; control characters become spaces. */
export function redact(message: string, secrets: readonly string[]): string {
  let redacted = message;
  for (const secret of secrets) if (secret.length >= 4) redacted = redacted.replaceAll(secret, '[redacted]');
  return redacted
    .replaceAll(tokenLike, '[redacted]')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, maximumMessageLength)
    .toWellFormed();
}

function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
