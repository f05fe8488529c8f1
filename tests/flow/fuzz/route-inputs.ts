// Makes requests of an operation: from its schemas, with changes of each part, as any caller.
import fc from 'fast-check';
import { z } from 'zod';
import { API, type OperationName } from '../../../contract/api.ts';
import { CONSOLE_API } from '../../../contract/console-api.ts';
import { EnrolRequest } from '../../../contract/enrolment.ts';
import { type AnyInput, type HttpOperation, requestPath } from '../../../contract/operation.ts';
import { COMMANDS, CommandEnvelope, SyncRequest } from '../../../contract/sync.ts';
import { ENROLMENT_KEY } from '../../fakes/server/test-server.ts';
import { ROLES, type Role } from '../server/rights/matrix.ts';
import { changed, changes, nastyText } from './nasty.ts';
import { inputsOf, type Known } from './schema-inputs.ts';

/** A request without its credentials. */
export interface RouteInput {
  role: Role;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  /** neither method nor path were changed */
  isOfOperation: boolean;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE'];
const CONTENT_TYPES = [
  ...['text/plain', 'text/html', 'application/xml', 'application/x-www-form-urlencoded', 'image/png'],
  ...[
    'application/json; charset=utf-16',
    'APPLICATION/JSON',
    'application/json;',
    'application/problem+json',
  ],
  ...['multipart/form-data; boundary=x', 'application/octet-stream', 'nonsense', '*/*', ''],
  'application/offset+octet-stream',
];

/** Parts of a path that programs read differently. */
const PIECES = [
  '%00',
  '%2e%2e',
  '%2F',
  '%ff',
  '%',
  '%zz',
  '..',
  '.',
  '//',
  '%F0%9F%98%80',
  '%u0041',
  ';a=b',
  'a'.repeat(200),
];

/** Header values that Node sends: no line break, no NUL. */
const headerValue = nastyText.map((text) =>
  Buffer.from(text.replace(/[^\t\x20-\x7e\u0080-\u00ff]/g, '?'), 'latin1')
    .toString('latin1')
    .slice(0, 2_000),
);

const ODD_HEADERS = [
  ...['accept', 'accept-language', 'accept-encoding', 'cookie', 'authorization', 'origin', 'sec-fetch-site'],
  ...['range', 'if-range', 'if-none-match', 'if-modified-since', 'content-encoding', 'x-forwarded-for'],
  ...[
    'x-forwarded-host',
    'x-forwarded-proto',
    'forwarded',
    'x-http-method-override',
    'user-agent',
    'referer',
  ],
  ...[
    'tus-resumable',
    'upload-length',
    'upload-defer-length',
    'upload-metadata',
    'upload-offset',
    'upload-concat',
  ],
];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  range: ['bytes=0-0', 'bytes=-1', 'bytes=5-1', 'bytes=0-1,3-4', 'bytes=99999999999999999999-', 'lines=1'],
  'accept-language': ['fr;q=0.9, en;q=x', '*;q=0', 'fr-FR', ',,;;', 'en;q=-1'],
  'upload-length': ['0', '-1', '1', '1.5', '99999999999999999999', 'NaN'],
  'upload-offset': ['0', '-1', '1', '99999999999999999999', 'x'],
  'upload-concat': ['partial', 'final', 'final;/v1/uploads/a /v1/uploads/b'],
  'upload-metadata': ['sha256', 'sha256 !!!', 'sha256 YQ==,sha256 Yg==', 'filename YQ=='],
  'content-encoding': ['gzip', 'br', 'identity'],
};

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc
  .array(
    fc
      .constantFrom(...ODD_HEADERS)
      .chain((name) =>
        fc.tuple(fc.constant(name), fc.oneof(fc.constantFrom(...(VALUES[name] ?? ['', 'x'])), headerValue)),
      ),
    { minLength: 1, maxLength: 3 },
  )
  .map((headers) => Object.fromEntries(headers));

/** Seldom something else than `usual`. */
function seldom<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 15, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

/** A text of JSON, or what is left of it. */
const spoilText: fc.Arbitrary<(text: string) => Buffer> = seldom<(text: string) => Buffer>(
  (text) => Buffer.from(text),
  fc.oneof(
    fc.nat(200).map((length) => (text: string) => Buffer.from(text.slice(0, length))),
    fc
      .constantFrom(',', '}', ']', ' x', '\u0000', '{}')
      .map((more) => (text: string) => Buffer.from(text + more)),
    fc.constant((text: string) => Buffer.from(`\ufeff${text}`)),
    // deep enough to overflow the stack of a parser, broken and whole
    fc.constant(() => Buffer.from('['.repeat(100_000))),
    fc.constant(() => Buffer.from(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)),
    fc.constant((text: string) => Buffer.from(text, 'utf16le')),
    fc.constant((text: string) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe])])),
    fc.constant((text: string) => Buffer.from(text.replace(/"([^"]*)":/, '"$1":1,"$1":'))),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => () => Buffer.from(bytes)),
  ),
);

const spoilPath: fc.Arbitrary<((path: string) => string) | null> = seldom<((path: string) => string) | null>(
  null,
  fc.tuple(fc.constantFrom(...PIECES), fc.nat(10)).map(([piece, place]) => (path: string) => {
    const parts = path.split('/');
    parts.splice(1 + (place % parts.length), place % 2, piece);
    return parts.join('/');
  }),
);

/** Query parameters that nobody asked for, or that are there twice. */
const spoilQuery: fc.Arbitrary<string> = seldom(
  '',
  fc.oneof(
    fc.constantFrom(
      'a=1',
      '__proto__=1',
      'show=open&show=all',
      'search=a&search=b',
      'after[]=1',
      'id',
      '=',
      '&&&',
      '%',
      '%ff=%00',
    ),
    nastyText.map((text) => `search=${encodeURIComponent(text.toWellFormed())}`),
    nastyText.map((text) => `after=${encodeURIComponent(text.toWellFormed())}`),
  ),
);

/** Commands with bodies of their kind: the schema of the sync call admits any. */
function syncCalls(known: Known): fc.Arbitrary<unknown> {
  const commands = Object.entries(COMMANDS).map(([kind, body]) =>
    fc
      .tuple(inputsOf(CommandEnvelope.pick({ key: true, submittedAt: true }), known), inputsOf(body, known))
      .map(([envelope, content]) => ({ ...(envelope as object), kind, body: content })),
  );
  return fc
    .tuple(
      inputsOf(SyncRequest.omit({ commands: true }), known),
      fc.array(fc.oneof(...commands), { maxLength: 3 }),
    )
    .map(([call, list]) => ({ ...(call as object), cursor: 0, commands: list }));
}

function bodiesOf(name: OperationName, known: Known): fc.Arbitrary<unknown> {
  const { body }: HttpOperation = API[name];
  if (name === 'sync') return syncCalls(known);
  if (name === 'enrolAgent') {
    return inputsOf(EnrolRequest, known).map((request) => ({
      ...Object(request),
      enrolmentKey: ENROLMENT_KEY,
    }));
  }
  return body instanceof z.ZodType ? inputsOf(body, known) : fc.constant(undefined);
}

function bytesOf(name: OperationName, known: Known): fc.Arbitrary<Buffer | null> {
  const { body }: HttpOperation = API[name];
  if (body === undefined) return seldom<Buffer | null>(null, fc.constant(Buffer.from('{}')));
  if (!(body instanceof z.ZodType))
    return fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes));
  return fc
    .tuple(bodiesOf(name, known), changes, spoilText)
    .map(([value, made, spoil]) => spoil(JSON.stringify(changed(value, made)) ?? ''));
}

/** Fills in the path and the query, whatever their values became. */
function addressOf(name: OperationName, params: unknown, query: unknown): string {
  const text = (value: unknown) =>
    (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')).toWellFormed();
  const texts = (parts: unknown) =>
    Object.fromEntries(Object.entries(Object(parts)).map(([key, value]) => [key, text(value)]));
  const filled: AnyInput = { params: texts(params), query: texts(query) };
  return requestPath(API[name], filled).replace('*', encodeURIComponent(text(Object(params)['*'] ?? '')));
}

function addresses(name: OperationName, known: Known): fc.Arbitrary<string> {
  const { params, query }: HttpOperation = API[name];
  return fc
    .tuple(
      params ? inputsOf(params, known) : fc.constant({}),
      query ? inputsOf(query, known) : fc.constant({}),
      seldom([], changes),
      changes,
    )
    .map(([path, search, pathChanges, queryChanges]) =>
      addressOf(name, changed(path, pathChanges), query ? changed(search, queryChanges) : {}),
    );
}

function contentTypeOf(name: OperationName): string {
  const { body }: HttpOperation = API[name];
  if (body === undefined) return '';
  return body instanceof z.ZodType ? 'application/json' : body.mediaType;
}

/** Mostly a caller whose request gets past the guards. */
function callersOf(name: OperationName): fc.Arbitrary<Role> {
  const [least, most] = Object.hasOwn(CONSOLE_API, name)
    ? (['technician', 'administrator'] as const)
    : (['colleague', 'requester'] as const);
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant<Role>(most) },
    { weight: 2, arbitrary: fc.constant<Role>(least) },
    { weight: 2, arbitrary: fc.constantFrom(...ROLES) },
  );
}

/** Returns requests of a route beside the table, which has no parameters and no body of its own. */
export function otherInputs(address: string): fc.Arbitrary<RouteInput> {
  const parts = { spoilPath, more: spoilQuery, headers: seldom({}, oddHeaders) };
  const caller = { role: fc.constantFrom(...ROLES), method: seldom('GET', fc.constantFrom(...METHODS)) };
  return fc.record({ ...parts, ...caller }).map(({ role, method, headers, more, ...made }) => {
    const path = made.spoilPath ? made.spoilPath(address) : address;
    const search = more === '' ? '' : `?${more}`;
    return { role, method, path: path + search, headers, body: null, isOfOperation: false };
  });
}

/** Returns requests of the operation. */
export function routeInputs(name: OperationName, known: Known): fc.Arbitrary<RouteInput> {
  const { method }: HttpOperation = API[name];
  return fc
    .record({
      role: callersOf(name),
      method: seldom(method, fc.constantFrom(...METHODS)),
      address: addresses(name, known),
      spoilPath,
      more: spoilQuery,
      contentType: seldom(contentTypeOf(name), fc.constantFrom(...CONTENT_TYPES)),
      headers: seldom({}, oddHeaders),
      body: bytesOf(name, known),
    })
    .map((made) => {
      const [pathname = '', query] = made.address.split('?');
      const path = made.spoilPath ? made.spoilPath(pathname) : pathname;
      const search = [query ?? '', made.more].filter((part) => part !== '').join('&');
      return {
        role: made.role,
        method: made.method,
        path: search === '' ? path : `${path}?${search}`,
        headers: {
          ...(made.contentType === '' ? {} : { 'content-type': made.contentType }),
          ...made.headers,
        },
        body: made.method === 'GET' || made.method === 'HEAD' ? null : made.body,
        isOfOperation: made.method === method && made.spoilPath === null,
      };
    });
}
