import { describe, expect, test } from 'vitest';
import {
  authenticationKind,
  fatalError,
  passwordMessage,
  readFirstPacket,
  readMessage,
  readPassword,
} from '../src/token-gateway/protocol.ts';
import { looksLikeToken } from '../src/token-gateway/verify-token.ts';

function startup(parameters: Readonly<Record<string, string>>, version = 196_608): Buffer {
  const text = Object.entries(parameters).flatMap(([name, value]) => [name, value]);
  const body = Buffer.from(`${text.join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(version, 4);
  return Buffer.concat([head, body]);
}

describe('the first packet of a connection', () => {
  test('names user and database; the database is called like the user by default', () => {
    expect(readFirstPacket(startup({ user: 'alice', database: 'warehouse' }))).toMatchObject({
      kind: 'startup',
      user: 'alice',
      database: 'warehouse',
    });
    expect(readFirstPacket(startup({ user: 'alice' }))).toMatchObject({ kind: 'startup', database: 'alice' });
  });

  test('waits for every byte, and takes none of the next packet', () => {
    const packet = startup({ user: 'alice' });
    for (let length = 0; length < packet.length; length += 1) {
      expect(readFirstPacket(packet.subarray(0, length))).toEqual({ kind: 'incomplete' });
    }
    const read = readFirstPacket(Buffer.concat([packet, Buffer.from('more')]));
    expect(read.kind === 'startup' && read.bytes.length).toBe(packet.length);
  });

  test('is refused when it is too long, too short, of another protocol or without a user', () => {
    expect(readFirstPacket(Buffer.from([0x7f, 0, 0, 0, 0, 3, 0, 0]))).toMatchObject({ kind: 'malformed' });
    expect(readFirstPacket(Buffer.from([0, 0, 0, 4, 0, 3, 0, 0]))).toMatchObject({ kind: 'malformed' });
    expect(readFirstPacket(startup({ user: 'alice' }, 131_072))).toMatchObject({ kind: 'malformed' });
    expect(readFirstPacket(startup({ database: 'warehouse' }))).toMatchObject({ kind: 'malformed' });
    expect(readFirstPacket(Buffer.from('GET / HTTP/1.1\r\n'))).toMatchObject({ kind: 'malformed' });
  });
});

describe('a message of the sign-in', () => {
  test('carries a password there and back', () => {
    const message = readMessage(passwordMessage('ünusual 🔑'));
    expect(message !== null && message !== 'malformed' && readPassword(message)).toBe('ünusual 🔑');
  });

  test('is refused when it is longer than any token', () => {
    const head = Buffer.from([0x70, 0x7f, 0xff, 0xff, 0xff]);
    expect(readMessage(head)).toBe('malformed');
  });

  test('with NUL inside is no password', () => {
    const message = readMessage(passwordMessage('a\0b'));
    expect(message !== null && message !== 'malformed' && readPassword(message)).toBeNull();
  });

  test('that refuses has a state and a text', () => {
    const message = readMessage(fatalError('28P01', 'no'));
    expect(message !== null && message !== 'malformed' && [message.type, authenticationKind(message)]).toEqual(['E', null]);
  });
});

test('only a JWT looks like a token', () => {
  expect(looksLikeToken('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln')).toBe(true);
  for (const password of ['', 'secret', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', 'eyJ a.b.c'])
    expect(looksLikeToken(password)).toBe(false);
});
