/** In which role I read on a connection that I sign in to myself. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../app/authenticate.ts';
import { id } from '../app/schema.ts';
import { rolesOf, takeRole } from './take-role.ts';
import type { TakeRoleNeeds } from './take-role.ts';

const tags = ['Profile'];
const params = z.object({ id });
const choice = z.strictObject({
  role: z.string().min(1).max(255).nullable().describe("null: with my login's own rights"),
});
const standing = z
  .object({
    chosen: z.string().nullable().describe("The role in which I read; null: my login's own rights"),
    available: z.array(z.string()).describe('Roles that my login may take, as the warehouse says now'),
  })
  .meta({ id: 'RoleChoice' });

export const roleChoiceRoutes =
  (needs: TakeRoleNeeds): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/connections/:id/role',
      { schema: { tags, summary: 'The roles in which I may read', params, response: { 200: standing } } },
      async (request) => presented(await rolesOf(needs, { actor: actorOf(request), requestId: request.id }, request.params.id)),
    );

    app.put(
      '/connections/:id/role',
      { schema: { tags, summary: 'Choose the role in which I read', params, body: choice, response: { 200: standing } } },
      async (request) =>
        presented(await takeRole(needs, { actor: actorOf(request), requestId: request.id }, request.params.id, request.body.role)),
    );
  };

function presented({ chosen, available }: { readonly chosen: string | null; readonly available: readonly string[] }) {
  return { chosen, available: [...available] };
}
