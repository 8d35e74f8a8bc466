/**
 * Live events over server-sent events (HTML Standard, section 9.2). Each message's id is the number of the last edit
 * that was delivered, so a browser that reconnects names it by itself and is caught up.
 */
import type { FastifyReply } from 'fastify';

const heartbeatMs = 15_000;
/** A reader that takes nothing is let go when so much waits for it. */
const largestBacklogBytes = 8 * 1024 * 1024;

export interface EventStream {
  /** `false`: the reader is gone, or too slow to go on with. */
  send(event: string, data: object, id?: number): boolean;
  end(): void;
}

export function openEventStream(reply: FastifyReply, onClose: () => void): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 1000\n\n');
  const heartbeat = setInterval(() => raw.write(':\n\n'), heartbeatMs);
  heartbeat.unref();
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    clearInterval(heartbeat);
    onClose();
  };
  raw.on('close', close);
  raw.on('error', close);
  return {
    send(event, data, id) {
      if (closed || raw.writableEnded) return false;
      raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      if (raw.writableLength <= largestBacklogBytes) return true;
      raw.destroy();
      return false;
    },
    end() {
      close();
      raw.end();
    },
  };
}
