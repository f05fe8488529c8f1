// Calls to iTop's REST services: signs in, sends, waits no longer than allowed, and says what went wrong.

import type { z } from 'zod';
import type { BackendSecrets } from '../../../contract/backends.ts';
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { Reason } from '../../../contract/primitives.ts';
import { done, failed } from '../answers.ts';
import type { Answer, ConnectorParts, Failure } from '../connector.ts';
import { createFarClock, type FarClock, jsonIn, pauseAskedFor, whyNoAnswer } from '../http.ts';
import { failureOf, OK, parseFields, RestAnswer, type RestObject } from './rest-answer.ts';
import { WHY } from './sentences.ts';

export interface Said {
  objects: RestObject[];
  /** of everything that was found, whatever the limit; null where iTop does not tell */
  total: number | null;
}
export type Outcome = { isDone: true; said: Said } | { isDone: false; code: number; message: string };

export interface Query {
  class: string;
  key: string;
  output_fields: string;
  limit: number;
  page?: number;
}

export interface Rest {
  /** What iTop says, be it no. */
  ask(operation: Record<string, unknown>, bytes?: number): Promise<Answer<Outcome>>;
  /** Carries out, or fails with what iTop said. */
  tell(operation: Record<string, unknown>, bytes?: number): Promise<Answer<Said>>;
  get<T>(schema: z.ZodType<T>, query: Query): Promise<Answer<T[]>>;
  /** What iTop's own clock shows, as far as it has told. */
  now(): Date;
  /** How far it is ahead of ours, in milliseconds. */
  skew(): number;
}

/** Bytes of a file from which it is sent as a part of its own, which no limit of form fields holds up. */
const LARGE = 1024 * 1024;
/** Slowest line that is waited for, in bytes per millisecond. */
const SLOWEST = 100;
/** What a header holds. */
const TOKEN = /^[\x21-\x7e]+$/;

export function createRest(settings: ItopSettings, secrets: BackendSecrets, parts: ConnectorParts): Rest {
  const clock = createFarClock(parts.now);

  async function ask(operation: Record<string, unknown>, bytes = 0): Promise<Answer<Outcome>> {
    if (settings.user === null && !TOKEN.test(secrets.token ?? '')) return failed('refused', WHY.noToken);
    const request: RequestInit = {
      method: 'POST',
      ...signedIn(settings, secrets, bodyOf(operation, bytes)),
      redirect: 'manual',
      signal: AbortSignal.timeout(Math.ceil(parts.timeout + bytes / SLOWEST)),
    };
    const answer = await send(settings, parts, clock, request);
    return answer.ok ? done(outcomeOf(answer.value, secrets)) : answer;
  }

  async function tell(operation: Record<string, unknown>, bytes = 0): Promise<Answer<Said>> {
    const answer = await ask(operation, bytes);
    if (!answer.ok) return answer;
    return answer.value.isDone ? done(answer.value.said) : failureOf(answer.value);
  }

  return {
    ask,
    tell,
    async get(schema, query) {
      const said = await tell({ operation: 'core/get', ...query });
      return said.ok ? parseFields(schema, said.value.objects) : said;
    },
    now: clock.now,
    skew: clock.skew,
  };
}

/** An answer of iTop itself. */
async function send(
  { url }: ItopSettings,
  { fetch }: ConnectorParts,
  clock: FarClock,
  request: RequestInit,
): Promise<Answer<RestAnswer>> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/webservices/rest.php?version=1.3`, request);
    const body = await response.text();
    clock.hear(response);
    const problem = httpProblem(response, clock.now());
    if (problem) return { ok: false, failure: problem };
    const answer = RestAnswer.safeParse(jsonIn(body));
    return answer.success ? done(answer.data) : failed('unreachable', whatAnswered(body));
  } catch (error) {
    return failed('unreachable', whyNoAnswer('iTop', error));
  }
}

/** PHP's own messages, which stand before iTop's answer where they are displayed. */
const OF_PHP = /<b>(?:Warning|Notice|Deprecated|Fatal error)<\/b>/;

function whatAnswered(body: string): Reason {
  return OF_PHP.test(body) ? WHY.phpSpeaks : WHY.notItop;
}

function outcomeOf({ code, message, objects }: RestAnswer, secrets: BackendSecrets): Outcome {
  if (code !== OK)
    return { isDone: false, code, message: withoutSecrets(message ?? `code ${code}`, secrets) };
  return { isDone: true, said: { objects, total: totalOf(message) } };
}

function withoutSecrets(text: string, { password, token }: BackendSecrets): string {
  const secrets = [password, token].filter((secret) => secret !== undefined && secret !== '');
  return secrets.reduce<string>((shown, secret) => shown.replaceAll(secret ?? '', '***'), text).slice(0, 500);
}

/** By token in a header, or by name and password beside the operation. */
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

/** JSON of PHP takes no lone surrogates: they are replaced. */
function bodyOf(operation: Record<string, unknown>, bytes: number): FormData | URLSearchParams {
  const json = JSON.stringify(operation, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
  if (bytes <= LARGE) return new URLSearchParams({ json_data: json });
  const form = new FormData();
  form.append('json_data', new Blob([json], { type: 'application/json' }), 'json_data.json');
  return form;
}

/** What an HTTP status other than 200 says; iTop itself sends none. */
function httpProblem(response: Response, now: Date): Failure | null {
  const { status, headers } = response;
  if (status === 429 || (status === 503 && headers.has('retry-after')))
    return { kind: 'limited', reason: WHY.asksToWait, retryAfter: pauseAskedFor(response, now) };
  if (status === 401 || status === 403) return failed('refused', WHY.lockedOut(status)).failure;
  if (status === 413) return failed('refused', WHY.tooLarge).failure;
  if (status >= 300 && status < 400) return failed('unreachable', WHY.redirected).failure;
  if (status === 404) return failed('unreachable', WHY.notThere).failure;
  return status === 200 ? null : failed('unreachable', WHY.httpStatus(status)).failure;
}

/** iTop tells how many there are in words: "Found: 168". */
function totalOf(message: string | null | undefined): number | null {
  const total = /^Found: (\d+)$/.exec(message ?? '')?.[1];
  return total === undefined ? null : Number(total);
}
