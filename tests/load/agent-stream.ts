// The event stream of a virtual agent, over a bare socket: thousands of them are open in one process.
import { connect, type Socket } from 'node:net';
import { AGENT_API } from '../../contract/agent-api.ts';
import { type Caller, headersOf } from './agent-calls.ts';

const EVENT = 'event: sync';
const HEARTBEAT = ': still here';

export interface StreamEvents {
  /** the server has news, or the stream has just opened */
  onSync(): void;
  onHeartbeat(): void;
  /** the stream has ended, or never opened */
  onEnd(): void;
}

/** `from` is the address of this machine from which to connect. Destroying the socket ends the stream, which is told too. */
export function openAgentStream(caller: Caller, from: string | undefined, events: StreamEvents): Socket {
  const { hostname, port } = new URL(caller.url);
  const { method, path } = AGENT_API.listenForSync;
  const socket = connect({
    host: hostname,
    port: Number(port || 80),
    ...(from === undefined ? {} : { localAddress: from }),
  });
  socket.on('error', () => undefined);
  socket.on('close', events.onEnd);
  socket.on('data', (bytes) => {
    // events are small, and the server writes each at once
    const text = bytes.toString('latin1');
    if (text.includes(EVENT)) events.onSync();
    if (text.includes(HEARTBEAT)) events.onHeartbeat();
  });
  const headers = Object.entries({
    host: `${hostname}:${port}`,
    accept: 'text/event-stream',
    ...headersOf(caller),
  });
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`${method} ${path} HTTP/1.1\r\n${head}\r\n`);
  return socket;
}
