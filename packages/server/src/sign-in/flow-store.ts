/**
 * Sign-ins under way. A row is bound to the browser that started it by a cookie, and the first response that fits
 * takes it out: a response is accepted once, where it started (P20).
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Coverage } from '../credentials/coverage.ts';
import type { Database } from '../metadata/database.ts';
import type { SecretPlace, SecretStore } from '../credentials/secret-store.ts';

export interface Flow {
  /** `null`: the organization's provider. */
  readonly connectionId: string | null;
  /** The session that started a connection's own sign-in. */
  readonly sessionId: string | null;
  readonly issuer: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly returnTo: string;
  /** What the provider is asked for. */
  readonly coverage: Coverage;
}

interface FlowRow {
  readonly id: string;
  readonly connection_id: string | null;
  readonly session_id: string | null;
  readonly issuer: string;
  readonly secrets_sealed: Buffer;
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
  readonly return_to: string;
}

export const flowLifetimeMs = 10 * 60_000;

export async function keepFlow(
  database: Database,
  secrets: SecretStore,
  flow: Flow & { readonly state: string; readonly browser: string; readonly nowMs: number },
): Promise<void> {
  const id = randomUUID();
  const sealed = await secrets.seal(placeOf(id), JSON.stringify([flow.codeVerifier, flow.nonce]));
  await database.pool.query('delete from sign_in_flows where expires_at <= $1', [new Date(flow.nowMs)]);
  await database.pool.query(
    `insert into sign_in_flows (id, state_hash, browser_hash, connection_id, session_id, issuer, secrets_sealed, return_to, expires_at, audiences, scopes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      hash(flow.state),
      hash(flow.browser),
      flow.connectionId,
      flow.sessionId,
      flow.issuer,
      sealed,
      flow.returnTo,
      new Date(flow.nowMs + flowLifetimeMs),
      flow.coverage.audiences,
      flow.coverage.scopes,
    ],
  );
}

/** The flow of that state, started by that browser for that connection (or the organization); gone afterwards. */
export async function takeFlow(
  database: Database,
  secrets: SecretStore,
  response: { readonly state: string; readonly browser: string; readonly connectionId: string | null; readonly nowMs: number },
): Promise<Flow | null> {
  const { rows } = await database.pool.query<FlowRow>(
    `delete from sign_in_flows
     where state_hash = $1 and browser_hash = $2 and connection_id is not distinct from $3 and expires_at > $4
     returning id, connection_id, session_id, issuer, secrets_sealed, audiences, scopes, return_to`,
    [hash(response.state), hash(response.browser), response.connectionId, new Date(response.nowMs)],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const [codeVerifier, nonce] = JSON.parse(await secrets.open(placeOf(row.id), row.secrets_sealed)) as [string, string];
  return {
    connectionId: row.connection_id,
    sessionId: row.session_id,
    issuer: row.issuer,
    codeVerifier,
    nonce,
    returnTo: row.return_to,
    coverage: { audiences: row.audiences, scopes: row.scopes },
  };
}

function hash(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

function placeOf(id: string): SecretPlace {
  return { table: 'sign_in_flows', rowId: id, column: 'secrets_sealed' };
}
