import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRig } from '../harness/rig.ts';
import type { ApiClient, Rig } from '../harness/rig.ts';

let rig: Rig;
let ada: ApiClient;

beforeAll(async () => {
  rig = await startRig();
  ada = await rig.signIn('ada');
});

afterAll(async () => {
  await rig.stop();
});

/** What a page of another site can send: the browser attaches the cookie, the page knows no token. */
async function fromElsewhere(
  headers: Record<string, string>,
  body: string | URLSearchParams = JSON.stringify({ name: 'Stolen' }),
): Promise<{ status: number; code: string }> {
  const url = new URL(`${ada.url}/api/v1/workbooks`);
  const response = await fetch(url, { method: 'POST', headers: { cookie: ada.jar.header(url), ...headers }, body });
  return { status: response.status, code: ((await response.json()) as { code: string }).code };
}

const refused = { status: 403, code: 'request.foreign-origin' };
const json = { 'content-type': 'application/json' };

describe('another site', () => {
  test('P31: cannot act without the token of the session', async () => {
    expect(await fromElsewhere(json)).toEqual(refused);
    expect(await fromElsewhere({ ...json, 'x-penstock-csrf': 'guess' })).toEqual(refused);
    expect(await fromElsewhere({ ...json, 'x-penstock-csrf': '' })).toEqual(refused);
  });

  test('P31: cannot use the token of another session', async () => {
    const bob = await rig.signIn('bob');
    expect(await fromElsewhere({ ...json, 'x-penstock-csrf': String(bob.csrfToken) })).toEqual(refused);
  });

  test('P31: is known by Origin and Sec-Fetch-Site, even with the token', async () => {
    const token = { ...json, 'x-penstock-csrf': String(ada.csrfToken) };
    for (const origin of ['https://evil.example', 'null', ada.url.replace('127.0.0.1', 'localhost'), ada.url.replace(/\d+$/, '1')]) {
      expect([origin, await fromElsewhere({ ...token, origin })]).toEqual([origin, refused]);
    }
    for (const site of ['cross-site', 'same-site', 'none'])
      expect([site, await fromElsewhere({ ...token, 'sec-fetch-site': site })]).toEqual([site, refused]);
  });

  test('P31: cannot send a form or JSON as text', async () => {
    expect(await fromElsewhere({}, new URLSearchParams({ name: 'Stolen' }))).toEqual(refused);
    expect(await fromElsewhere({ 'content-type': 'text/plain' })).toEqual(refused);
    const token = { 'x-penstock-csrf': String(ada.csrfToken) };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect([type, await fromElsewhere({ ...token, 'content-type': type })]).toEqual([
        type,
        { status: 415, code: 'request.unsupported-type' },
      ]);
    }
  });

  test('P31: has done nothing by all that, and our own page can', async () => {
    expect(await rig.inMetadata("select 1 from workbooks where name = 'Stolen'")).toEqual([]);
    const own = await ada.post('/workbooks', { name: 'Own' }, { headers: { origin: ada.url, 'sec-fetch-site': 'same-origin' } });
    expect(own.status).toBe(201);
  });

  test('P31: cannot read an answer or frame a page', async () => {
    const { headers } = await ada.get('/session', { headers: { origin: 'https://evil.example' } });
    expect([headers.get('access-control-allow-origin'), headers.get('cross-origin-resource-policy')]).toEqual([null, 'same-origin']);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('P31: an API key needs no token, since no browser attaches it', async () => {
    const { body } = await ada.post('/api-keys', { name: 'Robot' });
    const made = await rig.anonymous().post('/workbooks', { name: 'By key' }, { headers: { authorization: `Bearer ${body.secret}` } });
    expect(made.status).toBe(201);
  });

  test('P31: the session cookie is out of reach of scripts and of other sites, and changes at each sign-in', async () => {
    const cookies: string[] = [];
    const signedIn = rig.anonymous();
    const store = signedIn.jar.store.bind(signedIn.jar);
    signedIn.jar.store = (url, response) => {
      if (url.origin === new URL(signedIn.url).origin) cookies.push(...response.headers.getSetCookie());
      store(url, response);
    };
    await signedIn.signIn('alice');
    const before = cookies.findLast((cookie) => /^penstock-[0-9a-f]{8}=/.test(cookie));
    await signedIn.signIn('alice');
    const after = cookies.findLast((cookie) => /^penstock-[0-9a-f]{8}=/.test(cookie));
    expect(before).toMatch(/; ?Path=\/.*; ?HttpOnly.*; ?SameSite=Lax/);
    expect(after?.split(';')[0]).not.toBe(before?.split(';')[0]);
  });
});
