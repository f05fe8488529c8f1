// A small iTop 3.2 over HTTP, built from the record of a running one: signs in, answers 200 whatever happens, can be spoilt.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Operation } from '../../../server/storage/operation.ts';
import type { Mishap } from '../../connectors/harness.ts';
import { type Account, no, operate } from './operations.ts';
import { createStore, isTicket, type Store } from './store.ts';

export const USER = 'guichet';
export const PASSWORD = "p'ass\\word & more";
export const TOKEN = 'a-token-of-itop';

type Json = Record<string, unknown>;

/** A call as it came in. */
interface Call {
  operation: string;
  className: string;
  json: Json;
  /** whether json_data was a part of its own */
  isPart: boolean;
  /** objects that were sent back */
  objects: number;
}

export interface FakeItop {
  url: string;
  store: Store;
  account: Account;
  /** whether the account has the profile "REST Services User" */
  mayUseRest: boolean;
  /** whether it has the profile "Portal user" */
  isOfPortal: boolean;
  /** allowed_login_types of its configuration: a password needs form, a token token */
  loginTypes: Set<string>;
  /** bytes that PHP takes */
  postMaxSize: number;
  calls: Call[];
  isDown: boolean;
  spoilNext(mishap: Mishap, operation: Operation): void;
  close(): Promise<void>;
}

export async function startItop({ hasItil = false } = {}): Promise<FakeItop> {
  let spoilt: { mishap: Mishap; operation: Operation } | null = null;
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const itop: FakeItop = {
    url: `http://127.0.0.1:${port}/itop/`,
    store: createStore(hasItil),
    account: { login: 'Guichet', lacks: new Set() },
    mayUseRest: true,
    isOfPortal: false,
    loginTypes: new Set(['form', 'external', 'basic', 'token']),
    postMaxSize: 64 * 1024 * 1024,
    calls: [],
    isDown: false,
    spoilNext(mishap, operation) {
      spoilt = { mishap, operation };
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (itop.isDown) return sendPage(response);
    if (request.method !== 'POST' || !request.url?.startsWith('/itop/webservices/rest.php?version=1.3'))
      return void response.writeHead(404).end();
    const form = body.length > itop.postMaxSize ? new FormData() : await formOf(request, body);
    const isSpoilt = (call: Json) => spoilt !== null && operationOf(call) === spoilt.operation;
    const answer = await answerOf(itop, request, form, (call) => {
      if (!spoilt || !isSpoilt(call)) return null;
      const { mishap } = spoilt;
      spoilt = null;
      return mishap;
    });
    if (answer === 'limited')
      return void response.writeHead(429, { 'Retry-After': '2' }).end('Too many requests');
    if (answer === null) return void request.socket.destroy();
    response.setHeader('Date', itop.store.now().toUTCString());
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer));
  }
  return itop;
}

/** What a proxy says while what is behind it is down. */
function sendPage(response: ServerResponse): void {
  response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html><body>Bad gateway</body></html>');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function formOf(request: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<FormData> {
  return new Response(body, {
    headers: { 'Content-Type': request.headers['content-type'] ?? '' },
  }).formData();
}

/** Null for an answer that never comes. */
async function answerOf(
  itop: FakeItop,
  request: IncomingMessage,
  form: FormData,
  mishapOf: (call: Json) => Mishap | null,
): Promise<Json | 'limited' | null> {
  const refusal = signIn(itop, request, form);
  if (refusal) return refusal;
  const data = form.get('json_data');
  if (data === null) return no(3, "Error: Missing parameter 'json_data'");
  const call = parse(typeof data === 'string' ? data : await data.text());
  if (!call) return no(4, 'Error: Parameter json_data is not a valid JSON structure');
  const mishap = mishapOf(call);
  if (mishap === 'limited') return 'limited';
  if (mishap === 'broken') return null;
  const answer = operate(itop.store, itop.account, call);
  itop.calls.push({
    operation: String(call.operation),
    className: String(call.class ?? ''),
    json: call,
    isPart: typeof data !== 'string',
    objects: Object.keys(answer.objects ?? {}).length,
  });
  return mishap === 'lost' ? null : answer;
}

function signIn(itop: FakeItop, request: IncomingMessage, form: FormData): Json | null {
  const token = request.headers['auth-token'];
  const [user, password] = [form.get('auth_user'), form.get('auth_pwd')];
  if (token === undefined && user === null) return no(5, "Error: Missing parameter 'auth_user'");
  const isRight = token === undefined ? user === USER && password === PASSWORD : token === TOKEN;
  if (!isRight || !itop.loginTypes.has(token === undefined ? 'form' : 'token'))
    return no(1, 'Error: Invalid login');
  if (itop.isOfPortal) return no(1, 'Error: Portal user is not allowed');
  if (itop.mayUseRest) return null;
  return no(
    1,
    'Error: This user is not authorized to use the web services. (The profile REST Services User is required to access the REST web services)',
  );
}

/** As PHP reads JSON: half of a pair of surrogates is none. */
function parse(text: string): Json | null {
  try {
    const call: unknown = JSON.parse(text);
    const isWhole = JSON.stringify(call) === JSON.stringify(call, (_, value: unknown) => wellFormed(value));
    return isWhole && typeof call === 'object' ? (call as Json) : null;
  } catch {
    return null;
  }
}

function wellFormed(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** What a writing call is for; null for any other. */
function operationOf({ operation, class: className, fields }: Json): Operation | null {
  const has = (code: string) => typeof fields === 'object' && fields !== null && code in fields;
  if (operation === 'core/create' && className === 'Attachment') return 'add-attachment';
  if (operation === 'core/create') return isTicket(String(className)) ? 'create-ticket' : null;
  if (operation === 'core/apply_stimulus') return 'transition';
  if (operation !== 'core/update') return null;
  if (has('user_satisfaction')) return 'rate';
  return has('contacts_list') ? 'add-contact' : 'add-comment';
}
