/** The HTTP server over the services: the order in which a request meets things is the order of this file. */
import fastifyCookie from '@fastify/cookie';
import { LogController, fastify } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { recogniseRepeats } from '../idempotency/repeat-requests.ts';
import { authenticate } from './authenticate.ts';
import { healthRoutes } from './health.ts';
import { measure } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { answerProblems } from './problem.ts';
import { RateLimit } from './rate-limit.ts';
import { newRequestId } from './request-id.ts';
import { apiRoutes, browserRoutes } from './routes.ts';
import { setApiHeaders } from './security-headers.ts';
import type { Services } from './services.ts';
import { serveWebUi } from './web-ui.ts';

/** Makes the server, ready to listen. */
export async function buildServer(services: Services): Promise<FastifyInstance> {
  const { config, publicUrl } = services;
  const secure = publicUrl.startsWith('https:');
  const app = fastify({
    loggerInstance: services.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: newRequestId,
    requestIdHeader: false,
    bodyLimit: config.limits.requestBytes,
    // Live event streams end at once on close; others finish their request.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
    trustProxy: secure,
  }) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  acceptOnlyJson(app);
  answerProblems(app);
  measure(app, services.metrics);
  await app.register(fastifyCookie);
  await describeApi(app, publicUrl);
  app.addHook('onRequest', (request, reply, done) => {
    setApiHeaders(reply, secure);
    reply.header('x-request-id', request.id);
    done();
  });

  healthRoutes(app, services);
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());

  await app.register(async (rooms) => {
    authenticate(rooms, {
      sessions: {
        cookieName: services.sessionCookieName,
        find: (token) => services.sessions.find(token),
        csrfToken: (token) => services.sessions.csrfToken(token),
      },
      members: services.members,
      apiKeys: services.apiKeys,
      memberLimit: new RateLimit(services.clock, config.limits.requestsPerSecondPerMember),
      addressLimit: new RateLimit(services.clock, config.limits.requestsPerSecondPerAddress),
      publicUrl,
    });
    recogniseRepeats(rooms, services);
    for (const routes of browserRoutes(services)) await rooms.register(routes);
    await rooms.register(
      async (api) => {
        for (const routes of apiRoutes(services)) await api.register(routes);
      },
      { prefix: '/api/v1' },
    );
  });

  await serveWebUi(app, config.webRoot, publicUrl);
  await app.ready();
  return app;
}

/** JSON is the only kind of body; an empty one is none, as clients send it with DELETE and empty POSTs. */
function acceptOnlyJson(app: FastifyInstance): void {
  // Forms of other sites can send text without asking first (P31).
  app.removeContentTypeParser('text/plain');
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body as string, done);
  });
}
