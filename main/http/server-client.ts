// The agent's HTTP: every call to the help desk server, each answered by a parsed Result.
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import type { z } from 'zod';
import { AGENT_API, type AgentApi } from '../../contract/agent-api.ts';
import type {
  ConfirmRequest,
  EnrolRequest,
  EnrolResponse,
  Requester,
  SendTokenRequest,
  SendTokenResponse,
} from '../../contract/enrolment.ts';
import { ApiError } from '../../contract/errors.ts';
import { parseJson } from '../../contract/json.ts';
import {
  type AnswerOf,
  type AnyInput,
  type HttpOperation,
  type InputOf,
  type JsonName,
  pathOf,
  requestPath,
} from '../../contract/operation.ts';
import type { Person } from '../../contract/people.ts';
import type { Language } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { BeginSignIn, BegunSignIn, FinishSignIn } from '../../contract/sign-in.ts';
import type { SyncRequest, SyncResponse } from '../../contract/sync.ts';

export type Fetch = typeof globalThis.fetch;

export interface Credentials {
  agentId: string;
  secret: string;
}

/** of RFC 9110, section 15.3.5 */
const NO_CONTENT = 204;
const CALL_TIMEOUT_MS = 30_000;
/** 1 MiB at 70 kbit/s: a chunk of a file, or a sync that carries many tickets */
const LARGE_CALL_TIMEOUT_MS = 120_000;
/** The user is typing: people from earlier searches are better than a late answer. */
const PEOPLE_TIMEOUT_MS = 1500;

/**
 * Besides its own codes every call may return `server-unreachable`: no network, or a response that is not our server's,
 * such as the page of a captive portal.
 */
export interface ServerClient {
  enrol(request: EnrolRequest): Promise<Result<EnrolResponse>>;
  sendToken(request: SendTokenRequest): Promise<Result<SendTokenResponse>>;
  confirm(request: ConfirmRequest): Promise<Result<Requester>>;
  beginSignIn(request: BeginSignIn): Promise<Result<BegunSignIn>>;
  finishSignIn(answer: FinishSignIn): Promise<Result<Requester>>;
  sync(request: SyncRequest): Promise<Result<SyncResponse>>;
  /** Ends the standing of this agent for good. */
  leave(): Promise<Result<null>>;
  /** Bytes the server has of this upload, or null when it knows of none (tus HEAD). */
  uploadOffset(sha256: string): Promise<Result<number | null>>;
  /** Announces an upload of `size` bytes; returns how many of them the server already has (tus POST). */
  createUpload(sha256: string, size: number): Promise<Result<number>>;
  /** Returns the new offset, or null when the server has another one, which must be read first (tus PATCH). */
  sendChunk(sha256: string, offset: number, chunk: Buffer): Promise<Result<number | null>>;
  /** People of the organisation; `search` has 2 characters at least. */
  findPeople(search: string): Promise<Result<Person[]>>;
  /** The bytes of a file of a ticket, as they arrive; the stream ends when `signal` aborts. */
  openAttachment(ticketId: string, sha256: string, signal: AbortSignal): Promise<Result<ByteStream>>;
  /** The stream of server-sent events; it ends when `signal` aborts. */
  openEvents(signal: AbortSignal): Promise<Result<ByteStream>>;
}

export type ByteStream = ReadableStream<Uint8Array>;

interface Parts {
  serverUrl: string;
  fetch: Fetch;
  version: string;
  language(): Language;
  credentials(): Credentials | null;
  /** called with the date of each answer to a sync, in milliseconds */
  onServerTime?(time: number): void;
}

type Http = () => Promise<AxiosInstance>;

/** axios is loaded at the first call, because loading it would delay the start of the agent. */
async function openHttp(serverUrl: string, fetch: Fetch): Promise<AxiosInstance> {
  const { default: axios } = await import('axios');
  return axios.create({
    adapter: 'fetch',
    env: { fetch },
    baseURL: serverUrl,
    timeout: CALL_TIMEOUT_MS,
    responseType: 'text',
    transformResponse: [],
    validateStatus: () => true,
    // A redirected POST would arrive as a GET, and the credentials are for this server alone.
    fetchOptions: { redirect: 'error', cache: 'no-store' },
  });
}

/** The calls to the one server, in the user's language, as the agent that `credentials` names. */
export function createServerClient(parts: Parts): ServerClient {
  const { serverUrl, fetch, version, language, credentials } = parts;

  function headers(): Record<string, string> {
    const known = credentials();
    return {
      'Accept-Language': language(),
      'User-Agent': `Guichet/${version}`,
      ...(known ? { Authorization: `Bearer ${known.agentId}.${known.secret}` } : {}),
    };
  }

  let loaded: Promise<AxiosInstance> | null = null;
  const http: Http = () => {
    loaded ??= openHttp(serverUrl, fetch);
    return loaded;
  };

  async function ask<N extends JsonName<AgentApi>>(
    name: N,
    input: InputOf<AgentApi[N]>,
    timeout = CALL_TIMEOUT_MS,
  ): Promise<Result<AnswerOf<AgentApi[N]>>> {
    const operation = operationOf(name);
    const { body: data, ...place }: AnyInput = input;
    const { method } = operation;
    const url = requestPath(operation, place);
    const answer = await send(http, { method, url, data, headers: headers(), timeout });
    if (!answer.ok) return answer;
    const parsed = parseAnswer(answer.value, operation.answer);
    // a date that another program between here and the server wrote comes with no answer of the server's
    if (parsed.ok && name === 'sync') parts.onServerTime?.(Date.parse(String(answer.value.headers.date)));
    return parsed.ok ? ok(parsed.value as AnswerOf<AgentApi[N]>) : parsed;
  }

  return {
    enrol: (body) => ask('enrolAgent', { body }),
    sendToken: (body) => ask('sendConfirmationToken', { body }),
    confirm: (body) => ask('confirmAddress', { body }),
    beginSignIn: (body) => ask('beginSignIn', { body }),
    // the server asks the identity provider several times
    finishSignIn: (body) => ask('finishSignIn', { body }, LARGE_CALL_TIMEOUT_MS),
    leave: () => ask('leaveComputer', {}),
    sync: (body) => ask('sync', { body }, LARGE_CALL_TIMEOUT_MS),
    async findPeople(search) {
      const found = await ask('findPeople', { query: { search } }, PEOPLE_TIMEOUT_MS);
      return found.ok ? ok(found.value.people) : found;
    },
    openAttachment: (id, sha256, signal) =>
      openStream(parts, pathOf(AGENT_API.readTicketFile, { params: { id, sha256 } }), headers(), signal),
    openEvents: (signal) =>
      openStream(
        parts,
        pathOf(AGENT_API.listenForSync),
        { ...headers(), Accept: 'text/event-stream' },
        signal,
      ),
    ...uploadCalls(http, headers, credentials),
  };
}

type JsonOperation = HttpOperation & { answer: z.ZodType };
const operationOf = (name: JsonName<AgentApi>): JsonOperation => AGENT_API[name];

/** Does not use axios, whose timeouts would end a long-lived stream. */
async function openStream(
  { serverUrl, fetch }: Parts,
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Result<ByteStream>> {
  try {
    const answer = await fetch(serverUrl + path, { headers, redirect: 'error', cache: 'no-store', signal });
    return answer.ok && answer.body ? ok(answer.body) : failureOf(await answer.text());
  } catch {
    return err('server-unreachable');
  }
}

type UploadCalls = Pick<ServerClient, 'uploadOffset' | 'createUpload' | 'sendChunk'>;

/** The three requests of tus 1.0 (tus.io/protocols/resumable-upload) that an upload needs. */
function uploadCalls(
  http: Http,
  headers: () => Record<string, string>,
  credentials: Parts['credentials'],
): UploadCalls {
  const tus = (more: Record<string, string> = {}) => ({ ...headers(), 'Tus-Resumable': '1.0.0', ...more });
  const ofUpload = (sha256: string) => ({ params: { id: `${credentials()?.agentId}-${sha256}` } });
  /** the server has forgotten it, or is at another offset */
  const isElsewhere = (status: number) => status === 404 || status === 409 || status === 410;

  return {
    async uploadOffset(sha256) {
      const url = pathOf(AGENT_API.readUploadOffset, ofUpload(sha256));
      const { method } = AGENT_API.readUploadOffset;
      const answer = await send(http, { method, url, headers: tus() });
      if (!answer.ok) return answer;
      const { status } = answer.value;
      if (isElsewhere(status)) return ok(null);
      if (status >= 300) return err('server-unreachable');
      return offsetOf(answer.value);
    },
    async createUpload(sha256, size) {
      const metadata = `sha256 ${Buffer.from(sha256).toString('base64')}`;
      const answer = await send(http, {
        method: AGENT_API.beginUpload.method,
        url: pathOf(AGENT_API.beginUpload),
        headers: tus({ 'Upload-Length': String(size), 'Upload-Metadata': metadata }),
      });
      if (!answer.ok) return answer;
      const { status, data, headers: answered } = answer.value;
      if (status >= 300) return failureOf(data);
      return 'upload-offset' in answered ? offsetOf(answer.value) : ok(0);
    },
    async sendChunk(sha256, offset, chunk) {
      const answer = await send(http, {
        method: AGENT_API.continueUpload.method,
        url: pathOf(AGENT_API.continueUpload, ofUpload(sha256)),
        data: chunk,
        transformRequest: [(data: unknown) => data],
        timeout: LARGE_CALL_TIMEOUT_MS,
        headers: tus({ 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' }),
      });
      if (!answer.ok) return answer;
      const { status, data } = answer.value;
      if (isElsewhere(status)) return ok(null);
      if (status >= 300) return failureOf(data);
      return offsetOf(answer.value);
    },
  };
}

async function send(http: Http, request: AxiosRequestConfig): Promise<Result<AxiosResponse<string>>> {
  try {
    const client = await http();
    return ok(await client.request<string>(request));
  } catch {
    // With every status accepted, axios throws only when no answer came.
    return err('server-unreachable');
  }
}

function offsetOf(answer: AxiosResponse<string>): Result<number> {
  const offset = Number(answer.headers['upload-offset']);
  return Number.isSafeInteger(offset) && offset >= 0 ? ok(offset) : err('server-unreachable');
}

function parseAnswer<T extends z.ZodType>(answer: AxiosResponse<string>, schema: T): Result<z.output<T>> {
  if (answer.status >= 300) return failureOf(answer.data);
  const parsed = schema.safeParse(answer.status === NO_CONTENT ? null : parseJson(answer.data));
  return parsed.success ? ok(parsed.data) : err('server-unreachable');
}

/** Returns the failure in our server's answer; any other answer, such as a proxy's, counts as unreachable. */
function failureOf(body: string): ReturnType<typeof err> {
  const parsed = ApiError.safeParse(parseJson(body));
  return parsed.success ? err(parsed.data.error.code, parsed.data.error.details) : err('server-unreachable');
}
