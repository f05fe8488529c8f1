// Begins the answer that is an event stream, and takes its connection from the HTTP server.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';

/** The events of a connection that the HTTP server listens to. */
const SERVER_EVENTS = ['close', 'data', 'drain', 'end', 'error', 'pause', 'resume', 'timeout'];

/** Node's parser of a connection, as much of it as Node itself calls when a connection is upgraded. */
interface Parser {
  unconsume(): void;
  remove(): void;
  close(): void;
}

/**
 * Sends the head of an event stream, with headers that prevent caching and the buffering of reverse proxies. Returns the
 * connection: what is written to it is the stream, which ends with the connection (RFC 9112, section 6.3, 8).
 */
export function beginEvents(reply: FastifyReply): Socket {
  reply.type('text/event-stream').header('cache-control', 'no-store').header('x-accel-buffering', 'no');
  reply.hijack();
  const { raw: response } = reply;
  const { raw: request } = reply.request;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.removeHeader('transfer-encoding');
  response.setHeader('connection', 'close');
  response.writeHead(200);
  response.flushHeaders();
  return takeConnection(request, response);
}

/**
 * Takes the connection from the HTTP server as an upgrade would. A stream lives for days: request, response, parser and the
 * server's listeners would hold 12 kB for as long.
 */
function takeConnection(request: IncomingMessage, response: ServerResponse): Socket {
  const { socket } = request;
  if (socket.destroyed) return socket;
  // its end lets go of what waits for it, such as the time limit of a body
  request.resume();
  response.detachSocket(socket);
  for (const event of SERVER_EVENTS) socket.removeAllListeners(event);
  socket.setTimeout(0);
  releaseParser(socket);
  // an error is followed by `close`
  socket.on('error', () => undefined);
  socket.once('end', () => socket.destroy());
  // nothing more is expected from the client; reading notices its end
  socket.resume();
  return socket;
}

/** Without it, Node would take what the client sends for another request. */
function releaseParser(socket: Socket & { parser?: Parser | null }): void {
  const { parser } = socket;
  if (!parser) throw new Error('the connection has no parser: Node has changed how it parses requests');
  parser.unconsume();
  parser.remove();
  socket.parser = null;
  // the parser may still be calling
  setImmediate(() => parser.close());
}
