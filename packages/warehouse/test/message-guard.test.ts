import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageGuard } from '../src/postgresql/message-guard.ts';

function message(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

const text = (value: string) => Buffer.from(`${value}\0`);
const honest = [
  message('R', Buffer.from([0, 0, 0, 0])),
  message('R', Buffer.concat([Buffer.from([0, 0, 0, 10]), text('SCRAM-SHA-256'), Buffer.from([0])])),
  message('S', Buffer.concat([text('TimeZone'), text('UTC')])),
  message('K', Buffer.alloc(8)),
  message('1', Buffer.alloc(0)),
  message('T', Buffer.concat([Buffer.from([0, 2]), text('a'), Buffer.alloc(18), text(''), Buffer.alloc(18)])),
  message('T', Buffer.from([0, 0])),
  message('D', Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 3]), Buffer.from('abc')])),
  message('C', text('SELECT 1')),
  message('E', Buffer.concat([Buffer.from('S'), text('ERROR'), Buffer.from('C'), text('42P01'), Buffer.from([0])])),
  message('N', Buffer.from([0])),
  message('A', Buffer.concat([Buffer.alloc(4), text('channel'), text('')])),
  message('Z', Buffer.from('I')),
];

test('honest messages pass, wherever the network cuts them', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(honest), fc.array(fc.integer({ min: 1, max: 40 })), (messages, cuts) => {
      const guard = new MessageGuard();
      let rest = Buffer.concat(messages);
      for (const cut of cuts) {
        guard.inspect(rest.subarray(0, cut));
        rest = rest.subarray(cut);
      }
      guard.inspect(rest);
    }),
  );
});

describe('P27: what would hang or fill the process is refused', () => {
  const header = (type: string, length: number) => {
    const bytes = Buffer.alloc(5);
    bytes.write(type, 0, 'latin1');
    bytes.writeUInt32BE(length, 1);
    return bytes;
  };
  test.each([
    ['an error without an end', message('E', Buffer.from('Sgarbage'))],
    ['an error that ends in a field', message('E', Buffer.from('SERROR\0C42'))],
    ['an empty error', message('E', Buffer.alloc(0))],
    ['a description with more columns than bytes', message('T', Buffer.from([0x4e, 0x20]))],
    ['a description with a negative count', message('T', Buffer.from([0xff, 0xff]))],
    ['a description whose last column is cut', message('T', Buffer.concat([Buffer.from([0, 1]), text('a'), Buffer.alloc(17)]))],
    ['a command without an end', message('C', Buffer.from('SELECT'))],
    ['a setting without a value', message('S', text('TimeZone'))],
    ['mechanisms without an end', message('R', Buffer.concat([Buffer.from([0, 0, 0, 10]), text('SCRAM-SHA-256')]))],
    ['a length of nothing', header('Z', 0)],
    ['a length of everything', header('D', 0xffffffff)],
    ['an error of 5 MB', header('E', 5 * 1024 * 1024)],
  ])('P27: %s', (_, bytes) => {
    expect(() => new MessageGuard().inspect(bytes)).toThrow();
    const slowly = new MessageGuard();
    expect(() => {
      for (const byte of bytes) slowly.inspect(Buffer.from([byte]));
    }).toThrow();
  });
});
