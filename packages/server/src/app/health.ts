/** Addresses for the operator's tools: is the process up, can it work, what does it count. */
import type { FastifyInstance } from 'fastify';
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Services } from './services.ts';

const readyTimeoutMs = 2_000;

export function healthRoutes(app: FastifyInstance, { database, metrics }: Pick<Services, 'database' | 'metrics'>): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));

  app.get('/readyz', { schema: { hide: true } }, async () => {
    const answered = await Promise.race([
      database.pool.query('select 1').then(
        () => true,
        () => false,
      ),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), readyTimeoutMs).unref()),
    ]);
    if (!answered) throw new PenstockError('server.metadata-unavailable', 'The metadata database does not answer.');
    return { status: 'ready' };
  });

  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text()),
  );
}
