import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../harness/input-table.ts';
import { handled } from '../harness/patience.ts';
import { readDocument, routesOf } from '../harness/openapi.ts';
import type { Document } from '../harness/openapi.ts';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;
let document: Document;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
  document = await readDocument(ada);
});

afterAll(async () => {
  await rig.stop();
});

/** Every `$ref` anywhere below. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner)));
}

function lookUp(reference: string): unknown {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part.replaceAll('~1', '/')], document);
}

describe('the OpenAPI document', () => {
  test('is version 3.1 and has the routes of the product', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(routesOf(document).map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['GET /api/v1/session', 'POST /api/v1/workbooks', 'POST /api/v1/connections', 'GET /api/v1/members']),
    );
  });

  test('says of each route what it is, what it answers, and how it refuses', () => {
    const lacking = routesOf(document).filter(({ operation }) => {
      const answers = Object.keys(operation.responses);
      return (
        operation.summary === undefined ||
        operation.tags?.length !== 1 ||
        !answers.some((status) => /^[23]/.test(status)) ||
        !answers.includes('default')
      );
    });
    expect(lacking.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  test('describes every path parameter, and refers to nothing that is not there', () => {
    for (const { path, operation } of routesOf(document)) {
      const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect([path, described.toSorted()]).toEqual([path, named.toSorted()]);
    }
    expect(referencesIn(document).filter((reference) => lookUp(reference) === undefined)).toEqual([]);
  });
});

describe('a refusal', () => {
  test('is problem+json with a code, a sentence, a next step and the request id', async () => {
    const { status, headers, body } = await ada.get('/no-such-thing');
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(body).toEqual({
      type: '/errors/request.not-found',
      title: 'Nothing is there',
      status: 404,
      code: 'request.not-found',
      detail: 'GET /api/v1/no-such-thing is not an address of this API.',
      nextStep: expect.any(String),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('names each field that does not fit', async () => {
    const { status, body } = await ada.post('/workbooks', { name: ' ', documentTimeZone: 5 });
    expect([status, body.code, body.fields.map((field: { pointer: string }) => field.pointer)]).toEqual([
      400,
      'request.invalid',
      ['/body/name', '/body/documentTimeZone'],
    ]);
  });

  test('meets broken JSON, missing bodies, NUL, halves of characters and prototypes alike', async () => {
    const url = new URL(`${ada.url}/api/v1/workbooks`);
    const send = async (body: string): Promise<{ status: number; code: string }> => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { cookie: ada.jar.header(url), 'x-penstock-csrf': String(ada.csrfToken), 'content-type': 'application/json' },
        body,
      });
      return { status: response.status, code: ((await response.json()) as { code: string }).code };
    };
    const bodies = [
      '{',
      '',
      'null',
      '[]',
      '"x"',
      '{"name":"a\\u0000b"}',
      '{"name":"\\ud800"}',
      '{"__proto__":{"name":"x"}}',
      '{"constructor":{"prototype":{}}}',
      '{"name":{}}',
    ];
    for (const body of bodies) expect([body, await send(body)]).toEqual([body, { status: 400, code: 'request.invalid' }]);
  });

  test('comes before a body above the limit is read', async () => {
    const { status, body } = await ada.post('/workbooks', { name: 'x'.repeat(2 * 1024 * 1024) });
    expect([status, body.code]).toEqual([413, 'request.too-large']);
  });

  test('tells nothing of what is inside when the server fails', async () => {
    // A table that is not there stands for any defect.
    await rig.inMetadata('alter table notices rename to notices_away');
    const { status, body } = await ada.get('/notices');
    await rig.inMetadata('alter table notices_away rename to notices');
    expect([status, body.code]).toEqual([500, 'server.failure']);
    expect(JSON.stringify(body)).not.toMatch(/notices_away|relation|select/i);
  });
});

describe('the server', () => {
  test('answers health, readiness and metrics without a sign-in', async () => {
    const anonymous = rig.anonymous();
    expect([(await anonymous.get('/healthz')).body, (await anonymous.get('/readyz')).body]).toEqual([
      { status: 'ok' },
      { status: 'ready' },
    ]);
    await ada.get('/session');
    const { body, headers } = await anonymous.get<string>('/metrics');
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(body).toMatch(/^penstock_http_request_seconds_count\{method="GET",route="\/api\/v1\/session",status="200"\} \d+$/m);
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  test('P33: slows a caller down who asks without end, and says when to come back', async () => {
    const slow = await startRig({ environment: { PENSTOCK_REQUESTS_PER_SECOND: '5' } });
    try {
      const client = await slow.signIn('ada');
      const answers = await Promise.all(Array.from({ length: 40 }, () => client.get('/session')));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(5);
      for (const { body, headers } of refused) expect([body.code, headers.get('retry-after')]).toEqual(['request.limit', '1']);
      await until(async () => (await client.get('/session')).status === 200);
    } finally {
      await slow.stop();
    }
  });
});

describe('stopping', () => {
  test('P33: takes nothing new and finishes what it has begun', async () => {
    const server = await rig.startServer();
    const client = await rig.signIn('ada', server);
    const holder = new Client(rig.metadata);
    holder.on('error', () => {});
    await holder.connect();
    await holder.query('begin; lock table workbooks in access exclusive mode');
    const begun = handled(client.get('/workbooks'));
    const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await until(async () => (await rig.inMetadata(waiting)).length > 0);
    const stopped = server.stop();
    await until(() =>
      rig
        .anonymous(server)
        .get('/healthz')
        .then(
          () => false,
          () => true,
        ),
    );
    await holder.query('rollback');
    await holder.end();
    expect((await begun).status).toBe(200);
    const startedAtMs = Date.now();
    await stopped;
    // Far below the patience with which a server that does not stop is killed.
    expect(Date.now() - startedAtMs).toBeLessThan(10_000);
  });
});

describe('the web interface', () => {
  test('is one page for every address of its own, with hashed assets kept for a year and a strict policy', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'penstock-web-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Penstock</title>');
    await writeFile(join(folder, 'assets', 'index-abc123.js'), 'export {};');
    const server = await rig.startServer({ environment: { PENSTOCK_WEB_ROOT: folder } });
    const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${server.url}${path}`, { redirect: 'manual', headers });
    for (const path of ['/', '/sign-in?returnTo=%2F', '/workbooks/7/pages', '/index.html']) {
      const page = await ask(path);
      expect([path, page.status, page.headers.get('cache-control'), await page.text()]).toEqual([
        path,
        200,
        'no-cache',
        expect.stringContaining('Penstock'),
      ]);
      expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
    }
    const asset = await ask('/assets/index-abc123.js');
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    for (const path of [
      '/assets/gone.js',
      '/api/v1/gone',
      '/auth/gone',
      '/assets/../../../etc/passwd',
      '/assets/..%2f..%2f..%2fetc%2fpasswd',
    ]) {
      const answer = await ask(path);
      expect([path, answer.status === 200 ? await answer.text() : answer.status]).toEqual([
        path,
        path.includes('passwd') ? expect.not.stringContaining('root:') : 404,
      ]);
    }
    await server.stop();
    await rm(folder, { recursive: true });
  });

  test('sends a page that was asked for as localhost to the public address, where the cookies are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'penstock-web-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Penstock</title>');
    const server = await rig.startServer({ environment: { PENSTOCK_WEB_ROOT: folder } });
    const answer = await fetch(`${server.url.replace('127.0.0.1', 'localhost')}/workbooks?filter=mine`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${server.url}/workbooks?filter=mine`]);
    await server.stop();
    await rm(folder, { recursive: true });
  });
});

describe('notices', () => {
  test('are told once while open, to Admins or to one member, and go when dismissed', async () => {
    const bob = await rig.signIn('bob');
    const bobId = (await bob.get('/session')).body.member.id;
    await rig.inMetadata(
      `insert into notices (member_id, code, subject, detail, next_step, link)
       values (null, 'edit-log.not-alone', 'connection:1', 'For Admins', 'Mend it.', '/connections/1'), ($1, 'edit.rejected', 'table:1', 'For bob', 'Look.', null)`,
      [bobId],
    );
    expect((await ada.get('/notices')).body.items).toMatchObject([
      { audience: 'admins', detail: 'For Admins', nextStep: 'Mend it.', link: '/connections/1', times: 1 },
    ]);
    const [own] = (await bob.get('/notices')).body.items;
    expect(own).toMatchObject({ audience: 'me', detail: 'For bob' });
    expect((await ada.post(`/notices/${own.id}/dismiss`)).status).toBe(404);
    expect((await bob.post(`/notices/${own.id}/dismiss`)).status).toBe(204);
    expect((await bob.post(`/notices/${own.id}/dismiss`)).status).toBe(204);
    expect((await bob.get('/notices')).body.items).toEqual([]);
    await expect(
      rig.inMetadata(
        "insert into notices (member_id, code, subject, detail, next_step) values (null, 'edit-log.not-alone', 'connection:1', 'Again', '')",
      ),
    ).rejects.toThrow(/notices_open/);
  });
});
