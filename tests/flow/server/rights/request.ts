// Sends one request of the HTTP table as it stands, and reads what came back.
import type { z } from 'zod';
import { API, type Api, type OperationName } from '../../../../contract/api.ts';
import { ApiError } from '../../../../contract/errors.ts';
import {
  type AnyInput,
  type HttpOperation,
  requestPath,
  successStatus,
} from '../../../../contract/operation.ts';
import { statusOf } from '../../../../contract/sentences.ts';
import type { Role } from './matrix.ts';
import type { Stage } from './stage.ts';

type Parts<O extends HttpOperation> = {
  [K in keyof O & ('params' | 'query')]: O[K] extends z.ZodType ? z.input<O[K]> : never;
};
type BodyOf<O extends HttpOperation> = O extends { readonly body: infer B }
  ? B extends z.ZodType
    ? { body: z.input<B> }
    : { bytes: Buffer | null }
  : object;

/** A valid request: the parts that the operation has. */
export type Given<O extends HttpOperation> = Parts<O> &
  BodyOf<O> & {
    /** added to those of the role, or in their place */
    headers?: Record<string, string>;
    /** false: as from this machine, without a proxy */
    forwarded?: boolean;
  };

/** Makes a valid request of this role, with all that it needs to succeed where it is allowed. */
export type Builder<N extends OperationName> = (
  stage: Stage,
  role: Role,
) => Given<Api[N]> | Promise<Given<Api[N]>>;

/** A request of any operation, for code that walks through the table. */
export interface AnyGiven extends Pick<AnyInput, 'params' | 'query'> {
  body?: unknown;
  bytes?: Buffer | null;
  headers?: Record<string, string>;
  forwarded?: boolean;
}

/** What came back. `outcome` is `yes`, the code of the error, or a status that neither explains. */
export interface Outcome {
  outcome: string;
  status: number;
  /** headers and body */
  text: string;
}

let requests = 0;

/** Each request comes from an address of its own, so that no limit per address counts. */
function ownAddress(): Record<string, string> {
  requests += 1;
  return { 'x-forwarded-for': `10.${requests >> 16}.${(requests >> 8) & 255}.${requests & 255}` };
}

export async function send(
  url: string,
  name: OperationName,
  given: AnyGiven,
  credentials: Record<string, string>,
  method: string = API[name].method,
): Promise<Outcome> {
  const operation: HttpOperation = API[name];
  const { params, query, body, bytes, forwarded = true } = given;
  const address = requestPath(operation, {
    ...(params && { params }),
    ...(query && { query }),
  }).replace('*', params?.['*'] ?? '');
  const controller = new AbortController();
  const response = await fetch(`${url}${address}`, {
    method,
    headers: {
      ...(forwarded ? ownAddress() : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      origin: url,
      ...credentials,
      ...given.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(bytes ? { body: new Uint8Array(bytes) } : {}),
    signal: controller.signal,
  });
  const text = await textOf(response);
  controller.abort();
  return {
    outcome: outcomeOf(operation, response, text, method),
    status: response.status,
    text: JSON.stringify([...response.headers]) + text,
  };
}

/** The whole answer; of an event stream only its beginning, because it does not end. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  const chunk = await response.body?.getReader().read();
  return Buffer.from(chunk?.value ?? []).toString();
}

function outcomeOf(operation: HttpOperation, { status }: Response, text: string, method: string): string {
  if (status === successStatus(operation)) return 'yes';
  if (method === 'HEAD') return `status ${status}`;
  try {
    const { error } = ApiError.parse(JSON.parse(text));
    return statusOf(error.code) === status ? error.code : `${error.code} with status ${status}`;
  } catch {
    return `status ${status}`;
  }
}
