import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import type { ConnectTarget, Outcome, WarehouseSession } from '../src/port.ts';
import { StreamFailure } from '../src/port.ts';
import { postgresqlDriver } from '../src/postgresql/driver.ts';

// Several of these wait for time limits, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that does what the test says: `onStartup` answers the first packet, `onQuery` each later one. */
async function rogue(
  onStartup: (socket: Socket) => void,
  onQuery: (socket: Socket, count: number) => void = () => {},
): Promise<ConnectTarget> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let packets = 0;
    socket.on('data', () => {
      packets += 1;
      if (packets === 1) onStartup(socket);
      else onQuery(socket, packets - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const base = { host: 'rogue.test', address: '127.0.0.1', database: 'd', user: 'u', password: 'secret-password', tls: 'off' } as const;
  return { ...base, port, connectTimeoutMs: 800, applicationName: 'test', readOnly: false };
}

function message(type: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(bytes.length + 4, 1);
  return Buffer.concat([header, bytes]);
}

function int(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 2) buffer.writeInt16BE(value);
  else buffer.writeInt32BE(value);
  return buffer;
}

const authenticationOk = message('R', int(0, 4));
const keyData = message('K', Buffer.concat([int(1, 4), int(2, 4)]));
const ready = message('Z', 'I');
const welcome = Buffer.concat([authenticationOk, keyData, ready]);
const field = Buffer.concat([Buffer.from('login\0'), int(0, 4), int(0, 2), int(25, 4), int(-1, 2), int(-1, 4), int(0, 2)]);
const oneColumn = message('T', Buffer.concat([int(1, 2), field]));
const dataRow = (text: string) => message('D', Buffer.concat([int(1, 2), int(Buffer.byteLength(text), 4), Buffer.from(text)]));
const answered = (row: Buffer) => Buffer.concat([message('1', ''), message('2', ''), oneColumn, row, message('C', 'SELECT 1\0'), ready]);
const signedIn = answered(dataRow('u'));

async function failedConnect(target: ConnectTarget): Promise<string> {
  const outcome = await postgresqlDriver.connect(target);
  expect(outcome.kind).toBe('failed');
  return outcome.kind === 'failed' ? outcome.failure.message : '';
}

test('P27: a server that answers nonsense, an absurd length or too little ends the connection, not the process', async () => {
  for (const answer of [
    Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
    Buffer.from([0x52, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([0x52, 0, 0, 0, 0]),
    message('R', int(99, 4)),
    message('R', ''),
    message('R', Buffer.concat([int(10, 4), Buffer.from('SCRAM-SHA-256\0\0')])),
    Buffer.concat([authenticationOk, message('D', Buffer.concat([int(1, 2), int(5, 4)]))]),
    Buffer.concat([authenticationOk, message('T', int(20_000, 2))]),
    Buffer.concat([authenticationOk, message('Q', 'what')]),
    Buffer.concat([welcome, ready, ready, message('C', 'SELECT 1\0')]),
  ]) {
    await failedConnect(await rogue((socket) => socket.write(answer)));
  }
});

test('P27: silence and one byte a second end at the time limit', async () => {
  await failedConnect(await rogue(() => {}));
  const drip = await rogue((socket) => {
    const timer = setInterval(() => socket.write(Buffer.from([0x53])), 100);
    socket.on('close', () => clearInterval(timer));
  });
  const startedMs = performance.now();
  await failedConnect(drip);
  expect(performance.now() - startedMs).toBeLessThan(6_000);
});

async function signedInRogue(onRun: (socket: Socket) => void): Promise<WarehouseSession> {
  const target = await rogue(
    (socket) => socket.write(welcome),
    (socket, count) => (count === 1 ? socket.write(signedIn) : onRun(socket)),
  );
  const outcome: Outcome<WarehouseSession> = await postgresqlDriver.connect(target);
  if (outcome.kind !== 'done') throw new Error(outcome.failure.message);
  return outcome.value;
}

const options = { tag: { purpose: 't', requestId: 't', human: null, document: null, element: null }, timeoutMs: 120_000 };

test('P27: answers that break the protocol in a session make its outcome unknown', async () => {
  const wrongRow = message('D', Buffer.concat([int(2, 2), int(1, 4), Buffer.from('a'), int(1, 4), Buffer.from('b')]));
  for (const answer of [
    answered(wrongRow),
    message('D', int(1, 2)),
    message('G', Buffer.concat([Buffer.from([0]), int(0, 2)])),
    message('E', 'garbage'),
    message('s', ''),
    ready,
    Buffer.from('garbage'),
  ]) {
    const session = await signedInRogue((socket) => socket.write(answer));
    const outcome = await session.run({ text: 'INSERT', parameters: [] }, { ...options, timeoutMs: 200 });
    expect(outcome.kind).toBe('unknown');
    expect(session.usable).toBe(false);
  }
});

test('P27: endless rows end at a bounded size', async () => {
  const row = dataRow('x'.repeat(1_000_000));
  let sent = 0;
  const session = await signedInRogue((socket) => {
    socket.write(Buffer.concat([message('1', ''), message('2', ''), oneColumn]));
    const pour = (): void => {
      while (!socket.destroyed && sent < 400) {
        sent += 1;
        if (!socket.write(row)) {
          socket.once('drain', pour);
          return;
        }
      }
    };
    pour();
  });
  const outcome = await session.run({ text: 'SELECT', parameters: [] }, options);
  expect(outcome).toMatchObject({ kind: 'unknown', failure: { message: expect.stringContaining('larger than') } });
  expect(sent).toBeLessThan(250);
});

test('P27: an export that announces an absurd row or breaks the protocol ends as a failure of that session', async () => {
  const header = (kind: string, length: number) => Buffer.concat([Buffer.from(kind), int(length, 4)]);
  const copyOut = message('H', Buffer.concat([Buffer.from([0]), int(1, 2), int(0, 2)]));
  for (const answer of [
    Buffer.concat([copyOut, header('d', 2_000_000_000)]),
    Buffer.concat([copyOut, header('d', 0)]),
    Buffer.concat([copyOut, header('E', 3)]),
    Buffer.concat([copyOut, message('d', 'one\n'), Buffer.from('garbage')]),
  ]) {
    const session = await signedInRogue((socket) => socket.write(answer));
    const reading = (async () => {
      for await (const _ of session.exportCsv('SELECT', { ...options, timeoutMs: 200 }));
    })();
    await expect(reading).rejects.toBeInstanceOf(StreamFailure);
    expect(session.usable).toBe(false);
  }
});

test('P22: a server that echoes the secret is redacted', async () => {
  const fields = 'SFATAL\0C28P01\0Mpassword authentication failed for secret-password and eyJhbGciOi.eyJzdWIiOiJ4.c2ln\0\0';
  const text = await failedConnect(await rogue((socket) => socket.end(message('E', fields))));
  expect(text).not.toContain('secret-password');
  expect(text).not.toContain('eyJ');
});
