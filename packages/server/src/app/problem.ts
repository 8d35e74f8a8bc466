/**
 * Every failure leaves the server as problem+json (RFC 9457) with a stable code, a sentence and a next step; nothing
 * of an unexpected exception but its request id reaches the caller.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { FieldProblem } from '@penstock/domain/errors/penstock-error';
import { isMetadataOutage } from '../metadata/outage.ts';

const contentType = 'application/problem+json; charset=utf-8';

/** Turns whatever was thrown into the error that the caller may see. */
export function asPenstockError(thrown: unknown): PenstockError {
  if (thrown instanceof PenstockError) return thrown;
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const fields = thrown.validation.map((issue): FieldProblem => ({
      pointer: `/${thrown.validationContext ?? 'body'}${issue.instancePath}`,
      message: issue.message ?? 'is not valid',
    }));
    return new PenstockError(
      'request.invalid',
      fields
        .map((field) => `${field.pointer}: ${field.message}`)
        .slice(0, 5)
        .join('; ') || thrown.message,
      { fields },
    );
  }
  if (isMetadataOutage(thrown)) {
    return new PenstockError('server.metadata-unavailable', 'The metadata database did not answer this request.', { cause: thrown });
  }
  const { statusCode, code, message } = thrown as { statusCode?: number; code?: string; message?: string };
  if (statusCode === 415)
    return new PenstockError('request.unsupported-type', 'The body has a content type other than application/json.', { cause: thrown });
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new PenstockError('request.too-large', 'The request body is larger than this route accepts.', { cause: thrown });
  // 22021: a character that the database cannot store; 22P05 likewise. Only text from the request gets there.
  if (code === '22021' || code === '22P05')
    return new PenstockError('request.invalid', 'The request has a character that cannot be stored (NUL).', { cause: thrown });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new PenstockError('request.invalid', message ?? 'The request cannot be read.', { cause: thrown });
  }
  return new PenstockError('server.failure', 'Something unexpected went wrong while this request was handled.', { cause: thrown });
}

/** The body of the answer: RFC 9457 members, then ours. */
export function problemOf(error: PenstockError, requestId: string): Record<string, unknown> {
  return {
    ...error.facts,
    type: `/errors/${error.code}`,
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.message,
    nextStep: error.nextStep,
    requestId,
    ...(error.fields.length > 0 ? { fields: error.fields } : {}),
  };
}

/** Installs the one error handler and the answer for unknown addresses. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((thrown, request, reply) => sendProblem(request, reply, thrown));
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = asPenstockError(thrown);
  if (error.status >= 500) request.log.error({ err: error.cause ?? error, code: error.code }, error.message);
  const retryAfterSeconds = error.facts['retryAfterSeconds'];
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(retryAfterSeconds));
  // The serializer of the route's success schema must not see this body.
  reply.serializer(JSON.stringify);
  return reply.code(error.status).header('content-type', contentType).send(problemOf(error, request.id));
}

/** The answer to an address that no route has. */
export function noSuchRoute(request: FastifyRequest): PenstockError {
  return new PenstockError('request.not-found', `${request.method} ${request.url.split('?')[0]} is not an address of this API.`);
}
