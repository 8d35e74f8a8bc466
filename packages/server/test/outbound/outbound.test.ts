import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeAddress } from '../../src/outbound/address-rule.ts';
import { makeOutbound } from '../../src/outbound/outbound.ts';

describe('P26: the rule over addresses', () => {
  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::127.0.0.1',
    '3fff::1',
    '100::1',
  ])('P26: %s is inside', (address) => {
    expect(judgeAddress('db.example.com', address, [])).toBe('inside');
    expect(judgeAddress('db.example.com', address, ['other.example.com'])).toBe('inside');
    expect(judgeAddress('DB.example.com.', address, ['db.Example.com'])).toBe('allowed');
  });

  test.each([
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    'fd00:ec2::254',
    'fe80::1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
  ])('P26: %s is closed even to a host that was allowed by name', (address) => {
    expect(judgeAddress('db.example.com', address, ['db.example.com'])).toBe('metadata');
  });

  test.each(['8.8.8.8', '52.1.2.3', '172.15.255.255', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is outside',
    (address) => {
      expect(judgeAddress('db.example.com', address, [])).toBe('allowed');
    },
  );

  test('an address that the operator lists is allowed under any name', () => {
    expect(judgeAddress('warehouse', '10.0.0.5', ['10.0.0.5'])).toBe('allowed');
    expect(judgeAddress('warehouse', '::ffff:10.0.0.5', ['10.0.0.5'])).toBe('allowed');
    expect(judgeAddress('warehouse', '10.0.0.6', ['10.0.0.5'])).toBe('inside');
    expect(judgeAddress('warehouse', 'fe80::1%eth0', ['warehouse'])).toBe('not-an-address');
  });
});

describe('P26: spellings of loopback, as the system resolves them', () => {
  const outbound = makeOutbound({ allowedPrivateHosts: [] });
  test.each([
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '0',
    '0.0.0.0',
    '0x7f.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '127.000.000.001',
    '::1',
    '[::1]',
    '[::]',
    '::ffff:127.0.0.1',
    '[::ffff:7f00:1]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '127。0。0。1',
    '',
    '/var/run/postgresql',
    '127.0.0.1/x',
    'a\0b',
    '127.0.0.1%00',
    'localhost#.example.com',
    ' 127.0.0.1',
    '127.0.0.1 ',
    '-h',
    '%31%32%37.0.0.1',
  ])(
    'P26: %j is never dialled',
    async (host) => {
      expect((await outbound.resolve(host)).kind).not.toBe('address');
      // Some of these go to the name servers, which may take their time to know nothing.
    },
    30_000,
  );

  test('P26: a name that answers differently the second time is dialled at the address that was judged', async () => {
    const answers = [['52.1.2.3'], ['127.0.0.1']];
    const rebinding = makeOutbound({ allowedPrivateHosts: [], resolve: () => Promise.resolve(answers.shift() ?? []) });
    expect(await rebinding.resolve('rebind.test')).toEqual({ kind: 'address', address: '52.1.2.3' });
    expect(await rebinding.resolve('rebind.test')).toMatchObject({ kind: 'refused' });
  });

  test('P26: among several addresses only those outside are used', async () => {
    const mixed = makeOutbound({ allowedPrivateHosts: [], resolve: () => Promise.resolve(['10.0.0.1', '52.1.2.3']) });
    expect(await mixed.resolve('mixed.test')).toEqual({ kind: 'address', address: '52.1.2.3' });
    expect(await makeOutbound({ allowedPrivateHosts: ['127.0.0.1'] }).resolve('localhost')).toMatchObject({ kind: 'address' });
  });
});

describe('fetch', () => {
  let server: http.Server;
  let origin: string;
  beforeAll(async () => {
    server = http.createServer((request, response) => {
      if (request.url === '/redirect') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      else if (request.url === '/large') response.end(Buffer.alloc(3 * 1024 * 1024));
      else if (request.url === '/empty') response.writeHead(204).end();
      else if (request.url === '/silent') return;
      else {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          response.setHeader('content-type', 'application/json');
          response.end(
            JSON.stringify({
              method: request.method,
              type: request.headers['content-type'],
              host: request.headers.host,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://provider.test:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const here = makeOutbound({ allowedPrivateHosts: ['provider.test'], resolve: () => Promise.resolve(['127.0.0.1']) });

  test('a form goes to the judged address under the name that was asked for', async () => {
    const response = await here.fetch(`${origin}/token`, { method: 'POST', body: new URLSearchParams({ a: 'b c' }) });
    expect(await response.json()).toEqual({
      method: 'POST',
      type: 'application/x-www-form-urlencoded;charset=UTF-8',
      host: new URL(origin).host,
      body: 'a=b+c',
    });
  });

  test('P26: a redirect is not followed', async () => {
    const response = await here.fetch(`${origin}/redirect`, {});
    expect([response.status, response.headers.get('location')]).toEqual([302, 'http://169.254.169.254/']);
  });

  test('P27: a large body, silence and a forbidden host are errors', async () => {
    expect((await here.fetch(`${origin}/empty`, {})).status).toBe(204);
    await expect(here.fetch(`${origin}/large`, {})).rejects.toThrow('larger than');
    await expect(here.fetch(`${origin}/silent`, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
    const strict = makeOutbound({ allowedPrivateHosts: [], resolve: () => Promise.resolve(['127.0.0.1']) });
    await expect(strict.fetch(`${origin}/token`, {})).rejects.toThrow('inside this network');
    await expect(here.fetch('file:///etc/passwd', {})).rejects.toThrow('Only http');
  });
});
