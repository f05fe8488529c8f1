// A fake iTop 3.2 over HTTP, modelled on recordings of a real one: sign-in, answers with status 200 always, and failures.
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

/** A recorded call. */
interface Call {
  operation: string;
  className: string;
  json: Json;
  /** json_data was sent as a multipart file */
  isPart: boolean;
  /** number of objects in the answer */
  objects: number;
}

export interface FakeItop {
  url: string;
  store: Store;
  account: Account;
  /** the account has the profile "REST Services User" */
  mayUseRest: boolean;
  /** the account has the profile "Portal user" */
  isOfPortal: boolean;
  /** allowed_login_types of the configuration: passwords need `form`, tokens need `token` */
  loginTypes: Set<string>;
  /** PHP's post_max_size, in bytes */
  postMaxSize: number;
  calls: Call[];
  /** the answer to each picture that is asked for, oldest first: `sent`, or why not */
  pictures: string[];
  /** it has no room to send a picture or a file: HTTP 500 */
  sendsNoFiles: boolean;
  isDown: boolean;
  spoilNext(mishap: Mishap, operation: Operation): void;
  close(): Promise<void>;
}

export async function startItop({ hasItil = false } = {}): Promise<FakeItop> {
  let spoilt: { mishap: Mishap; operation: Operation } | null = null;
  const server = createServer((request, response) => {
    // as PHP does without display_errors
    serve(request, response).catch(() => response.writeHead(500).end());
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
    pictures: [],
    sendsNoFiles: false,
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
    if (itop.isDown) return sendBadGateway(response);
    if (request.method === 'GET') return sendPicture(itop, new URL(request.url ?? '', itop.url), response);
    if (request.method !== 'POST' || !request.url?.startsWith('/itop/webservices/rest.php?version=1.3'))
      return void response.writeHead(404).end();
    const form = body.length > itop.postMaxSize ? new FormData() : await formOf(request, body);
    if (itop.sendsNoFiles && /"output_fields":"contents"/.test(String(form.get('json_data'))))
      return void response.writeHead(500).end();
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

/** As pages/ajax.document.php: without signing in. What is not there, or has another secret, is a page with HTTP 200 that says so. */
function sendPicture(itop: FakeItop, { pathname, searchParams }: URL, response: ServerResponse): void {
  const { said, status, headers = {}, body = '' } = pictureAnswer(itop, pathname, searchParams);
  itop.pictures.push(said);
  response.writeHead(status, headers).end(body);
}

interface PictureAnswer {
  said: string;
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

function pictureAnswer(itop: FakeItop, pathname: string, query: URLSearchParams): PictureAnswer {
  if (pathname !== '/itop/pages/ajax.document.php' || query.get('operation') !== 'download_inlineimage')
    return { said: 'other', status: 404 };
  if (itop.sendsNoFiles) return { said: 'failed', status: 500 };
  const picture = itop.store.byId('InlineImage', query.get('id') ?? '');
  if (!picture?.file || picture.values.secret !== query.get('s')) {
    const headers = { 'Content-Type': 'text/html' };
    return { said: 'refused', status: 200, headers, body: '<p>Invalid secret</p>' };
  }
  const { data, mimetype, filename } = picture.file;
  const name = Buffer.from(filename).toString('latin1');
  const headers = { 'Content-Type': mimetype, 'Content-Disposition': `inline; filename="${name}"` };
  return { said: 'sent', status: 200, headers, body: Buffer.from(data, 'base64') };
}

/** Answers as a proxy whose backend is down. */
function sendBadGateway(response: ServerResponse): void {
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

/** Returns null where no answer is sent. */
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

/** Parses JSON as PHP does: refuses lone surrogates. */
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

/** Returns the operation of a call that writes; null for any other call. */
function operationOf({ operation, class: className, fields }: Json): Operation | null {
  const has = (code: string) => typeof fields === 'object' && fields !== null && code in fields;
  if (operation === 'core/create' && className === 'Attachment') return 'add-attachment';
  if (operation === 'core/create') return isTicket(String(className)) ? 'create-ticket' : null;
  if (operation === 'core/apply_stimulus') return 'transition';
  if (operation !== 'core/update') return null;
  if (has('user_satisfaction')) return 'rate';
  return has('contacts_list') ? 'add-contact' : 'add-comment';
}
