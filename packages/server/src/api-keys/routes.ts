import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import { requirePermission } from '@penstock/domain/members/require-permission';
import { actorOf } from '../app/authenticate.ts';
import { idOfRequest } from '../app/request-id.ts';
import { id, idParams, nameText, nothing, time } from '../app/schema.ts';
import type { ApiKey, ApiKeys } from './api-keys.ts';

const tags = ['API keys'];

const apiKey = z.object({
  id,
  name: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedOn: z.string().nullable().describe('Day, UTC'),
});

const newApiKey = z.object({ name: nameText(100), expiresAt: time.nullable().default(null) });

export const apiKeyRoutes =
  ({ apiKeys }: { apiKeys: ApiKeys }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api-keys',
      { schema: { tags, summary: 'My API keys', response: { 200: z.object({ items: z.array(apiKey) }) } } },
      async (request) => {
        const actor = actorOf(request);
        return { items: (await apiKeys.listOf(actor.memberId)).map(presentApiKey) };
      },
    );

    app.post(
      '/api-keys',
      {
        schema: {
          tags,
          summary: 'Make an API key that acts as me; its secret is shown only now',
          body: newApiKey,
          response: { 201: apiKey.extend({ secret: z.string() }) },
        },
      },
      async (request, reply) => {
        const actor = actorOf(request);
        requirePermission(actor, 'api-keys.use');
        refuseKeysMakingKeys(actor.through);
        const { name, expiresAt } = request.body;
        const made = await apiKeys.create({
          id: idOfRequest(request),
          memberId: actor.memberId,
          name,
          expiresAt: expiresAt === null ? null : new Date(expiresAt),
        });
        return reply.code(201).send({ ...presentApiKey(made.key), secret: made.secret });
      },
    );

    app.delete(
      '/api-keys/:id',
      { schema: { tags, summary: 'Revoke one of my API keys', params: idParams, response: { 204: nothing } } },
      async (request, reply) => {
        const actor = actorOf(request);
        const revoked = await apiKeys.revoke(request.params.id, actor.memberId);
        if (!revoked) throw new PenstockError('request.not-found', 'You have no API key with this id.');
        return reply.code(204).send();
      },
    );
  };

/** A leaked key must not be able to outlive its own revocation. */
function refuseKeysMakingKeys(through: 'session' | 'api-key'): void {
  if (through === 'api-key')
    throw new PenstockError('member.not-permitted', 'API keys are made by people who have signed in, not by other API keys.', {
      nextStep: 'Sign in to Penstock and make the key under Profile.',
    });
}

function presentApiKey(key: ApiKey): z.output<typeof apiKey> {
  return {
    id: key.id,
    name: key.name,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedOn: key.lastUsedOn,
  };
}
