// Calls iTop's REST services: authentication, timeout, and reasons for failures.

import type { z } from 'zod';
import type { BackendSecrets } from '../../../contract/backends.ts';
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import { parseJson } from '../../../contract/json.ts';
import type { Reason } from '../../../contract/primitives.ts';
import type { FetchedFile } from '../backend-file.ts';
import type { ConnectorParts, Failure, OperationResult } from '../connector.ts';
import { fetchFile } from '../fetch-file.ts';
import {
  bodyUpTo,
  createRemoteClock,
  fetchFailure,
  fileTimeout,
  gatewayFailure,
  type RemoteClock,
  retryAfterOf,
} from '../http.ts';
import { done, failed, failedAndOver, ofQuestion } from '../results.ts';
import { failureOf, OK, parseFields, RestAnswer, type RestObject, TOO_LONG } from './rest-answer.ts';
import { REASONS } from './sentences.ts';

interface RestResult {
  objects: RestObject[];
  /** number of all matches, whatever the limit; null where iTop does not say */
  total: number | null;
}
type Outcome = { isDone: true; result: RestResult } | { isDone: false; code: number; message: string };

export interface Query {
  class: string;
  key: string;
  output_fields: string;
  limit: number;
  page?: number;
}

/** In bytes: of what is sent, which extends the timeout, and the most that is read of the answer, which doubles it. */
interface Sizes {
  bytes?: number;
  mostRead?: number;
}

export interface Rest {
  /** Returns iTop's answer, also a refusal. A longer answer than `mostRead` is one, with the code TOO_LONG. */
  ask(operation: Record<string, unknown>, sizes?: Sizes): Promise<OperationResult<Outcome>>;
  /** As `ask`, but a refusal is a failure. */
  execute(operation: Record<string, unknown>, bytes?: number): Promise<OperationResult<RestResult>>;
  get<T>(schema: z.ZodType<T>, query: Query): Promise<OperationResult<T[]>>;
  /** Fetches a file of at most `most` bytes, without signing in. `path`: below iTop's own address. */
  fetchFile(path: string, most: number): Promise<FetchedFile>;
  /** iTop's time, as far as it is known. */
  now(): Date;
  /** Returns how far iTop's clock is ahead of ours, in milliseconds. */
  skew(): number;
}

/** In bytes: larger files go as a multipart file, which limits of form fields do not affect. */
const LARGE = 1024 * 1024;
/** In bytes: more than any page of tickets. */
const MOST_ANSWER = 256 * 1024 * 1024;
/** Slowest supported connection, in bytes per millisecond; it extends the timeout of large requests. */
const SLOWEST = 100;
/** Characters allowed in a header. */
const TOKEN = /^[\x21-\x7e]+$/;

export function createRest(settings: ItopSettings, secrets: BackendSecrets, parts: ConnectorParts): Rest {
  const clock = createRemoteClock(parts.now);

  async function ask(
    operation: Record<string, unknown>,
    { bytes = 0, mostRead = 0 }: Sizes = {},
  ): Promise<OperationResult<Outcome>> {
    if (settings.user === null && !TOKEN.test(secrets.token ?? '')) return failed('barred', REASONS.noToken);
    const request: RequestInit = {
      method: 'POST',
      ...signedIn(settings, secrets, bodyOf(operation, bytes)),
      redirect: 'manual',
      signal:
        mostRead > 0 ? fileTimeout(parts) : AbortSignal.timeout(Math.ceil(parts.timeout + bytes / SLOWEST)),
    };
    const answer = await send(settings, parts, clock, { request, most: mostRead || MOST_ANSWER });
    return answer.ok ? done(outcomeOf(answer.value, secrets)) : answer;
  }

  async function execute(
    operation: Record<string, unknown>,
    bytes = 0,
  ): Promise<OperationResult<RestResult>> {
    const answer = await ask(operation, { bytes });
    if (!answer.ok) return answer;
    if (answer.value.isDone) return done(answer.value.result);
    const refused = failureOf(answer.value);
    if (bytes === 0 || refused.failure.kind !== 'barred') return refused;
    // above post_max_size PHP drops the whole body, with the account in it: then the account is fine, and the file is not
    const small = await ask({ operation: 'list_operations' });
    return small.ok && small.value.isDone
      ? failed('refused', REASONS.notWhole(answer.value.message))
      : refused;
  }

  return {
    ask,
    execute,
    async get(schema, query) {
      const result = ofQuestion(await execute({ operation: 'core/get', ...query }));
      return result.ok ? parseFields(schema, result.value.objects) : result;
    },
    fetchFile: (path, most) => fetchFile(parts, `${baseOf(settings)}/${path}`, most),
    now: clock.now,
    skew: clock.skew,
  };
}

function baseOf({ url }: ItopSettings): string {
  return url.replace(/\/+$/, '');
}

/** Sends the request and returns iTop's answer, or a failure where something else answered. */
async function send(
  settings: ItopSettings,
  { fetch }: ConnectorParts,
  clock: RemoteClock,
  { request, most }: { request: RequestInit; most: number },
): Promise<OperationResult<RestAnswer>> {
  const began = performance.now();
  try {
    const response = await fetch(`${baseOf(settings)}/webservices/rest.php?version=1.3`, request);
    const bytes = await bodyUpTo(response, most);
    clock.observe(response);
    if (bytes === null) return done({ code: TOO_LONG, message: 'its answer is too long', objects: [] });
    const body = new TextDecoder().decode(bytes);
    const problem = httpProblem(response, clock.now(), began);
    if (problem) return { ok: false, failure: problem };
    const answer = RestAnswer.safeParse(parseJson(body));
    return answer.success ? done(answer.data) : failedAndOver(whatAnswered(body));
  } catch (error) {
    return fetchFailure('iTop', error);
  }
}

/** PHP's own messages, which precede iTop's answer with display_errors on. */
const OF_PHP = /<b>(?:Warning|Notice|Deprecated|Fatal error)<\/b>/;

function whatAnswered(body: string): Reason {
  return OF_PHP.test(body) ? REASONS.phpOutput : REASONS.notItop;
}

function outcomeOf({ code, message, objects }: RestAnswer, secrets: BackendSecrets): Outcome {
  if (code !== OK)
    return { isDone: false, code, message: withoutSecrets(message ?? `code ${code}`, secrets) };
  return { isDone: true, result: { objects, total: totalOf(message) } };
}

function withoutSecrets(text: string, { password, token }: BackendSecrets): string {
  const secrets = [password, token].filter((secret) => secret !== undefined && secret !== '');
  return secrets.reduce<string>((shown, secret) => shown.replaceAll(secret ?? '', '***'), text).slice(0, 500);
}

/** Authenticates by token in a header, or by name and password in the body. */
function signedIn(
  { user }: ItopSettings,
  { password, token }: BackendSecrets,
  body: FormData | URLSearchParams,
) {
  if (user === null) return { body, headers: { 'Auth-Token': token ?? '' } };
  body.append('auth_user', user);
  body.append('auth_pwd', password ?? '');
  return { body };
}

/** PHP's JSON parser refuses lone surrogates: they are replaced. */
function bodyOf(operation: Record<string, unknown>, bytes: number): FormData | URLSearchParams {
  const json = JSON.stringify(operation, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
  if (bytes <= LARGE) return new URLSearchParams({ json_data: json });
  const form = new FormData();
  form.append('json_data', new Blob([json], { type: 'application/json' }), 'json_data.json');
  return form;
}

/** Maps an HTTP status other than 200 to a failure; iTop itself sends only 200. `began`: of `performance.now()`. */
function httpProblem(response: Response, now: Date, began: number): Failure | null {
  const { status, headers } = response;
  if (status === 429 || (status === 503 && headers.has('retry-after')))
    return { kind: 'limited', reason: REASONS.asksToWait, retryAfter: retryAfterOf(response, now) };
  if (status === 401 || status === 403) return failed('barred', REASONS.lockedOut(status)).failure;
  if (status === 413) return failed('refused', REASONS.tooLarge).failure;
  if (status >= 300 && status < 400) return failedAndOver(REASONS.redirected).failure;
  if (status === 404) return failedAndOver(REASONS.notThere).failure;
  if (status === 200) return null;
  const reason = REASONS.httpStatus(status);
  return (status > 500 ? gatewayFailure(reason, status, began) : failedAndOver(reason)).failure;
}

/** iTop gives the total in its message: "Found: 168". */
function totalOf(message: string | null | undefined): number | null {
  const total = /^Found: (\d+)$/.exec(message ?? '')?.[1];
  return total === undefined ? null : Number(total);
}
