/** Serves the built web UI: hashed assets for a year, and the one page for every address that is not the API's. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { noSuchRoute, sendProblem } from './problem.ts';
import { setPageHeaders } from './security-headers.ts';

const apiAddress = /^\/(api|auth|healthz|readyz|metrics|openapi\.json)(\/|\?|$)/;

/** `webRoot` is the folder with `index.html` and `assets/`; without one, unknown addresses are just unknown. */
export async function serveWebUi(app: FastifyInstance, webRoot: string | null, publicUrl: string): Promise<void> {
  const secure = publicUrl.startsWith('https:');
  const page = webRoot === null || !existsSync(join(webRoot, 'index.html')) ? null : readFileSync(join(webRoot, 'index.html'), 'utf8');
  if (webRoot !== null && page !== null) {
    await app.register(fastifyStatic, {
      root: webRoot,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = path.includes('/assets/');
        setPageHeaders(reply as unknown as FastifyReply, secure);
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
      wildcard: false,
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !apiAddress.test(request.url) && !request.url.startsWith('/assets/');
    if (page === null || !wantsPage) return sendProblem(request, reply, noSuchRoute(request));
    const elsewhere = otherLoopbackName(request.headers.host, publicUrl);
    if (elsewhere) return reply.redirect(`${publicUrl}${request.url}`, 302);
    setPageHeaders(reply, secure);
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * People type `localhost` where the public address says `127.0.0.1`. Cookies belong to one name, so a sign-in that
 * starts at the other would lose its own; the page is sent to the public one first.
 */
function otherLoopbackName(host: string | undefined, publicUrl: string): boolean {
  const { hostname, port } = new URL(publicUrl);
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const asked = new URL(`http://${host}`);
  return asked.hostname !== hostname && asked.port === port && loopbackNames.has(asked.hostname) && loopbackNames.has(hostname);
}
