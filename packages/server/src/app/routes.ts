/** Every room's routes, in one list. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Services } from './services.ts';

/** Below `/api/v1`. */
export function apiRoutes(_services: Services): readonly FastifyPluginAsyncZod[] {
  return [];
}

/** Without a prefix: what browsers are sent to while signing in. */
export function browserRoutes(_services: Services): readonly FastifyPluginAsyncZod[] {
  return [];
}
