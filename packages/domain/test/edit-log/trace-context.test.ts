import { describe, expect, test } from 'vitest';
import { newSpanId, readMadeAt, readTraceparent, traceHeaders } from '../../src/edit-log/trace-context.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

describe('the trace of an edit', () => {
  test('R27: begins in the browser and is read by the server as it was begun', () => {
    const headers = traceHeaders({ traceId, spanId }, 1_763_793_600_123);
    expect(headers.traceparent).toBe(`00-${traceId}-${spanId}-01`);
    expect(readTraceparent(headers.traceparent)).toEqual({ traceId, spanId });
    expect(readMadeAt(headers.tracestate)).toBe(1_763_793_600_123);
    expect(readMadeAt(`rojo=00f067aa0ba902b7,${headers.tracestate}`)).toBe(1_763_793_600_123);
  });

  test.each([
    undefined,
    [`00-${traceId}-${spanId}-01`],
    '',
    'nonsense',
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `01-${traceId}-${spanId}-01-${'x'.repeat(600)}`,
  ])('W3C Trace Context: %j is ignored', (header) => {
    expect(readTraceparent(header)).toBeNull();
  });

  test('W3C Trace Context: a later version may say more behind what is known', () => {
    expect(readTraceparent(`01-${traceId}-${spanId}-01-more`)).toEqual({ traceId, spanId });
  });

  test.each([undefined, '', 'made:12', 'penstock=made:', 'penstock=made:1234567890123456', 'xpenstock=made:12', 'penstock=made:12;x'])(
    'a trace state of %j says nothing of when the edit was made',
    (header) => expect(readMadeAt(header)).toBeNull(),
  );

  test('a span id is 16 hex digits', () => {
    expect(newSpanId({ bytes: (count) => new Uint8Array(count).fill(7) })).toBe('0707070707070707');
  });
});
