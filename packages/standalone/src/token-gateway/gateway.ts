/**
 * The way into the sample warehouse for people and service accounts: PostgreSQL's wire protocol on loopback TCP,
 * with an access token in the place of the password, as Azure Database, Cloud SQL and RDS do it.
 *
 * The gateway asks every client for a clear-text password. A JWT is verified here and the connection is spliced to the
 * server's unix socket as the login that the token names. Any other password is handed to the server, which must ask
 * for it: were it to let the login in unasked (as it does for token logins and the superuser), that login would need
 * neither token nor password, so the gateway refuses.
 *
 * A session outlives its token, as in the managed services; whoever opened it has to end it.
 */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import {
  authenticationCleartextPassword,
  authenticationKind,
  authenticationOk,
  cleartextPasswordRequest,
  fatalError,
  passwordMessage,
  readFirstPacket,
  readMessage,
  readPassword,
} from './protocol.ts';
import type { FirstPacket, Message } from './protocol.ts';
import { looksLikeToken, tokenVerifier } from './verify-token.ts';
import type { TokenRules } from './verify-token.ts';

export interface GatewayOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Path of the server's unix socket file. */
  readonly serverSocket: string;
  readonly tokens: TokenRules;
  /** Logins that no token may open, whatever it claims. */
  readonly neverByToken: readonly string[];
  readonly handshakeTimeoutMs?: number;
}

export interface Gateway {
  readonly port: number;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

type Startup = Extract<FirstPacket, { kind: 'startup' }>;
type Verify = ReturnType<typeof tokenVerifier>;

const invalidPassword = '28P01';
const invalidAuthorization = '28000';
const protocolViolation = '08P01';
const cannotConnectNow = '57P03';

/** Ends the handshake with a message for the client. */
class Refusal extends Error {
  readonly sqlState: string;

  constructor(sqlState: string, message: string) {
    super(message);
    this.sqlState = sqlState;
  }
}

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const verify = tokenVerifier(options.tokens);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };

  const server = createServer({ noDelay: true }, (client) => {
    keep(client);
    void greet(client, options, verify, () => keep(connect({ path: options.serverSocket })));
  });
  server.maxConnections = 1_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function greet(client: Socket, options: GatewayOptions, verify: Verify, dial: () => Socket): Promise<void> {
  // A lost peer ends both sides; there is nobody to tell.
  client.on('error', () => client.destroy());
  const giveUp = setTimeout(() => client.destroy(), options.handshakeTimeoutMs ?? 15_000);
  const incoming = new Incoming(client);
  try {
    const first = await readFirst(incoming, client);
    if (first.kind === 'cancel') {
      forwardCancel(client, dial(), first.bytes);
      return;
    }
    client.write(cleartextPasswordRequest());
    const password = readPassword(await incoming.message());
    if (password === null) throw new Refusal(protocolViolation, 'expected a password');
    const server = await signIn(first, password, options, verify, dial);
    if (client.destroyed) server.socket.destroy();
    else splice(client, incoming, server);
  } catch (error) {
    if (error instanceof Refusal) client.end(fatalError(error.sqlState, error.message));
    else client.destroy();
  } finally {
    clearTimeout(giveUp);
  }
}

async function readFirst(incoming: Incoming, client: Socket): Promise<Startup | Extract<FirstPacket, { kind: 'cancel' }>> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const packet = await incoming.firstPacket();
    if (packet.kind === 'startup' || packet.kind === 'cancel') return packet;
    if (packet.kind === 'malformed') throw new Refusal(protocolViolation, packet.reason);
    client.write('N');
  }
  throw new Refusal(protocolViolation, 'too many requests for encryption');
}

interface ServerSide {
  readonly socket: Socket;
  readonly incoming: Incoming;
  /** What the server said during the sign-in, for the client to hear. */
  readonly said: Buffer;
}

async function signIn(
  startup: Startup,
  password: string,
  options: GatewayOptions,
  verify: Verify,
  dial: () => Socket,
): Promise<ServerSide> {
  const { user, database } = startup;
  const byToken = looksLikeToken(password);
  if (byToken) {
    const verdict = await verify(password, database, user);
    if (verdict.kind === 'refused') throw new Refusal(invalidAuthorization, `sign-in of "${user}" refused: ${verdict.reason}`);
    if (options.neverByToken.includes(user)) throw new Refusal(invalidAuthorization, `sign-in of "${user}" refused: not by token`);
  }

  const socket = dial();
  try {
    const incoming = new Incoming(socket);
    socket.write(startup.bytes);
    const said: Buffer[] = [];
    let asked = false;
    for (;;) {
      const answer = await incoming.message();
      const kind = authenticationKind(answer);
      if (kind === authenticationOk) {
        if (asked === byToken) throw new Refusal(invalidPassword, `password authentication failed for user "${user}"`);
        return { socket, incoming, said: Buffer.concat([...said, answer.bytes]) };
      }
      if (kind === authenticationCleartextPassword && !asked && !byToken) {
        asked = true;
        socket.write(passwordMessage(password));
      } else if (kind !== null) {
        throw new Refusal(invalidPassword, `password authentication failed for user "${user}"`);
      } else {
        said.push(answer.bytes);
        // An ErrorResponse: the server's own words reach the client.
        if (answer.type === 'E') return { socket, incoming, said: Buffer.concat(said) };
      }
    }
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** From here on the gateway only carries bytes; `pipe` holds back a side that outruns the other. */
function splice(client: Socket, clientIncoming: Incoming, server: ServerSide): void {
  client.write(Buffer.concat([server.said, server.incoming.release()]));
  const early = clientIncoming.release();
  if (early.length > 0) server.socket.write(early);
  server.socket.setNoDelay(true);
  server.socket.on('error', () => client.destroy());
  client.once('close', () => server.socket.destroy());
  server.socket.once('close', () => client.end());
  server.socket.pipe(client);
  client.pipe(server.socket);
}

function forwardCancel(client: Socket, server: Socket, bytes: Buffer): void {
  server.on('error', () => client.destroy());
  server.once('close', () => client.end());
  server.end(bytes);
}

/** Collects the bytes of one side during the handshake and hands out whole packets. */
class Incoming {
  private readonly socket: Socket;
  private buffer: Buffer = Buffer.alloc(0);
  private failure: Error | null = null;
  private wake: () => void = () => {};
  private readonly onData = (chunk: Buffer): void => {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    // Nobody has to send more than one packet before being answered.
    if (this.buffer.length > 128 * 1024) this.socket.pause();
    this.wake();
  };
  private readonly onEnd = (): void => {
    this.failure ??= new Refusal(cannotConnectNow, 'the warehouse does not answer');
    this.wake();
  };

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', this.onData);
    socket.on('close', this.onEnd);
    socket.on('error', this.onEnd);
  }

  async firstPacket(): Promise<Exclude<FirstPacket, { kind: 'incomplete' }>> {
    for (;;) {
      const packet = readFirstPacket(this.buffer);
      if (packet.kind === 'incomplete') {
        await this.more();
        continue;
      }
      this.drop(packet.kind === 'encryption-request' ? 8 : packet.kind === 'malformed' ? 0 : packet.bytes.length);
      return packet;
    }
  }

  async message(): Promise<Message> {
    for (;;) {
      const message = readMessage(this.buffer);
      if (message === 'malformed') throw new Refusal(protocolViolation, 'invalid message during the sign-in');
      if (message !== null) {
        this.drop(message.bytes.length);
        return message;
      }
      await this.more();
    }
  }

  /** Stops collecting and gives back what has not been used. */
  release(): Buffer {
    this.socket.off('data', this.onData);
    this.socket.off('close', this.onEnd);
    this.socket.off('error', this.onEnd);
    return this.buffer;
  }

  private drop(byteCount: number): void {
    this.buffer = this.buffer.subarray(byteCount);
  }

  private async more(): Promise<void> {
    if (this.failure !== null) throw this.failure;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    if (this.failure !== null && this.buffer.length === 0) throw this.failure;
  }
}
