/** OpenAPI 3.1 from the very schemas that validate requests and answers. */
import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';

const problem = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; the texts may improve. Some codes add facts of their own.',
  required: ['type', 'title', 'status', 'code', 'detail', 'nextStep', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    nextStep: { type: 'string' },
    requestId: { type: 'string' },
    fields: {
      type: 'array',
      items: { type: 'object', required: ['pointer', 'message'], properties: { pointer: { type: 'string' }, message: { type: 'string' } } },
    },
  },
} satisfies OpenAPIV3_1.SchemaObject;

/** Collects every route that is registered after it. */
export async function describeApi(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Penstock',
        version: '1',
        description:
          'Workbooks over your own warehouse. Mutating requests by cookie carry `X-Penstock-CSRF`; every mutating request may carry an `Idempotency-Key`.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'session',
            description: 'Set by signing in; its real name depends on the installation.',
          },
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `pk_...`.' },
        },
        schemas: { Problem: problem },
        responses: {
          Problem: {
            description: 'What went wrong, and the next step.',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
      security: [{ session: [] }, { apiKey: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withProblems(jsonSchemaTransformObject(document) as Document),
  });
}

interface Document {
  paths?: Record<string, Record<string, { responses?: Record<string, unknown> }>>;
}

/** Every operation may answer with a problem. */
function withProblems<Described extends Document>(document: Described): Described {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path))
      operation.responses = { ...operation.responses, default: { $ref: '#/components/responses/Problem' } };
  }
  return document;
}
