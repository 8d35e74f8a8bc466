/**
 * A repeated request is one request (P34): the first one with an `Idempotency-Key` takes the key, its answer is kept
 * (sealed, because some answers show a secret once) and given again to whoever repeats it, also after a restart. A
 * request that failed releases its key. If the process died in between, the repeat runs again, and makes the same
 * thing because its id is derived from the key (`idOfRequest`).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { SecretPlace, SecretStore } from '../credentials/secret-store.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import { crashPoint } from '../app/crash-points.ts';
import { uuidFrom } from '../app/request-id.ts';
import * as store from './store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while this request holds its Idempotency-Key. */
    heldKey: store.Claim | null;
  }
}

interface Needs {
  readonly database: Database;
  readonly secrets: SecretStore;
  readonly notifications: MetadataListener;
  /** Keys the fingerprints of requests. */
  readonly fingerprintKey: KeyObject;
}

/** Installs recognition of repeated requests on `app` and everything registered below it. */
export function recogniseRepeats(app: FastifyInstance, { database, secrets, notifications, fingerprintKey }: Needs): void {
  const { pool } = database;
  app.decorateRequest('heldKey', null);

  app.addHook('preHandler', async (request, reply) => {
    const wanted = claimOf(request, notifications.processNumber, fingerprintKey);
    if (wanted === null) return;
    if ((await store.claim(pool, wanted)) || (await store.takeOver(pool, wanted))) {
      request.heldKey = wanted;
      return;
    }
    const kept = await store.find(pool, wanted.id);
    if (kept === null) throw stillRunning();
    if (!timingSafeEqual(kept.requestHash, wanted.requestHash)) {
      throw new PenstockError('request.idempotency-mismatch', 'The key was used before, with another address or body.');
    }
    if (kept.status === null || kept.sealedBody === null) throw stillRunning();
    return answerAgain(reply, kept.status, kept.contentType, await secrets.open(placeOf(wanted.id), kept.sealedBody));
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const held = request.heldKey;
    if (held === null) return payload;
    request.heldKey = null;
    if (reply.statusCode >= 400 || !(typeof payload === 'string' || payload === null || payload === undefined)) {
      await store
        .release(pool, held.id)
        .catch((error: unknown) => request.log.warn({ err: error }, 'an idempotency key could not be released'));
      return payload;
    }
    const contentType = reply.getHeader('content-type');
    crashPoint('idempotency.before-answer-is-kept');
    // The work is done: failing to keep the answer must not turn it into a failure.
    await secrets
      .seal(placeOf(held.id), payload ?? '')
      .then((sealedBody) =>
        store.keepAnswer(pool, held.id, {
          status: reply.statusCode,
          contentType: contentType === undefined ? null : String(contentType),
          sealedBody,
        }),
      )
      .catch((error: unknown) => request.log.warn({ err: error }, 'the answer to an idempotent request could not be kept'));
    return payload;
  });
}

function claimOf(request: FastifyRequest, processNumber: number, fingerprintKey: KeyObject): store.Claim | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.actor === null || request.method === 'GET' || request.method === 'HEAD') return null;
  if (request.routeOptions.config.idempotency === 'own') return null;
  if (typeof key !== 'string' || key.length === 0 || key.length > 255) {
    throw new PenstockError('request.invalid', 'An Idempotency-Key has 1 to 255 characters.', {
      fields: [{ pointer: '/headers/idempotency-key', message: 'has 1 to 255 characters' }],
    });
  }
  const { memberId } = request.actor;
  const requestHash = createHmac('sha256', fingerprintKey)
    .update(`${request.method} ${request.url}\n`)
    .update(JSON.stringify(request.body ?? null))
    .digest();
  return { id: uuidFrom(`${memberId}\n${key}`), memberId, key, requestHash, processNumber };
}

function answerAgain(reply: FastifyReply, status: number, contentType: string | null, body: string): FastifyReply {
  reply
    .code(status)
    .header('idempotency-replayed', 'true')
    .serializer((payload: unknown) => String(payload));
  if (contentType !== null) reply.header('content-type', contentType);
  return reply.send(body === '' ? undefined : body);
}

function stillRunning(): PenstockError {
  return new PenstockError('request.in-progress', 'A request with this key is being worked on.', { facts: { retryAfterSeconds: 1 } });
}

function placeOf(id: string): SecretPlace {
  return { table: 'idempotency_keys', rowId: id, column: 'sealed_body' };
}
