/** A small `fetch` that dials a given address, follows no redirect and reads a bounded body. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { LookupFunction } from 'node:net';

const maximumBodyBytes = 2 * 1024 * 1024;
const silenceTimeoutMs = 15_000;

/** Statuses that may not carry a body (RFC 9110, 15.3.5, 15.3.6, 15.4.5). */
const bodiless: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

export async function fetchAt(url: URL, address: string, init: RequestInit): Promise<Response> {
  // Gives the body its bytes and its content type, whatever form the caller chose.
  const request = new Request(url, { ...init, redirect: 'manual' });
  const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
  const headers: Record<string, string> = Object.fromEntries(request.headers);
  if (body !== null) headers['content-length'] = String(body.byteLength);
  const pinned: LookupFunction = (_host, options, callback) => {
    const family = net.isIP(address);
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? https.request : http.request;
    const outgoing = send(
      url,
      { method: request.method, headers, lookup: pinned, agent: false, signal: init.signal ?? undefined, timeout: silenceTimeoutMs },
      (incoming) => {
        gather(incoming).then((bytes) => resolve(responseOf(incoming, bytes)), reject);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${url.host} fell silent.`)));
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}

async function gather(incoming: http.IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBodyBytes) {
      incoming.destroy();
      throw new Error(`The answer is larger than ${maximumBodyBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function responseOf(incoming: http.IncomingMessage, bytes: Buffer<ArrayBuffer>): Response {
  const status = incoming.statusCode ?? 502;
  if (status < 200 || status > 599) throw new Error(`The server answered with status ${status}.`);
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
  return new Response(bodiless.has(status) ? null : bytes, { status, statusText: incoming.statusMessage ?? '', headers });
}
