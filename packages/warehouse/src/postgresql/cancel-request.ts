/** CancelRequest of the PostgreSQL protocol (manual, 54.2.8): a connection of its own that names the other's secret. */
import net from 'node:net';
import tls from 'node:tls';
import { serialize } from 'pg-protocol';

export interface CancelTarget {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly tls: 'require' | 'off';
}

/** Resolves when the request is delivered or could not be; whether it had an effect shows on the session itself. */
export function sendCancelRequest(target: CancelTarget, processId: number, secretKey: number, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: target.address, port: target.port });
    const request = serialize.cancel(processId, secretKey);
    const finish = (): void => {
      clearTimeout(deadline);
      socket.destroy();
      resolve();
    };
    const deadline = setTimeout(finish, timeoutMs);
    socket.on('error', finish);
    // The server closes after it has read the request: only then has the signal been sent.
    socket.on('close', finish);
    socket.once('connect', () => {
      if (target.tls === 'off') {
        socket.write(request);
        socket.resume();
        return;
      }
      socket.write(serialize.requestSsl());
      socket.once('data', (answer: Buffer) => {
        if (answer.toString('latin1') !== 'S') return finish();
        const servername = net.isIP(target.host) === 0 ? { servername: target.host } : {};
        const secure = tls.connect({ socket, host: target.host, rejectUnauthorized: true, ...servername });
        secure.on('error', finish);
        secure.once('secureConnect', () => secure.write(request));
        secure.resume();
      });
    });
  });
}
