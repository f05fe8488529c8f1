// HTTP client of Atera's REST API v3: signs in, parses answers, follows Atera's clock.

import type { z } from 'zod';
import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { BackendSecrets } from '../../../contract/backends.ts';
import { parseJson } from '../../../contract/json.ts';
import type { Reason } from '../../../contract/primitives.ts';
import type { FetchedFile } from '../backend-file.ts';
import type { ConnectorParts } from '../connector.ts';
import { fetchFile } from '../fetch-file.ts';
import { createRemoteClock, fetchFailure } from '../http.ts';
import { failed, failedAndOver } from '../results.ts';
import { failureOf, isPage, type Reply } from './reply.ts';
import { REASONS } from './sentences.ts';
import { pageOf } from './shapes.ts';

interface Request {
  method?: 'GET' | 'POST' | 'PUT';
  /** below the base address; the caller encodes variable parts */
  path: string;
  query?: Readonly<Record<string, string>>;
  json?: unknown;
}

export interface AteraClient {
  ask<T extends z.ZodType>(request: Request, shape: T): Promise<Reply<z.output<T>>>;
  /** Reads every page of a list. Fails with `refused` where there are more than MOST_PAGES. */
  pages<T extends z.ZodType>(request: Request, item: T): Promise<Reply<z.output<T>[][]>>;
  /** `size`: items in a page, at most 50. */
  page<T extends z.ZodType>(
    request: Request,
    item: T,
    page: number,
    size?: number,
  ): Promise<Reply<Page<z.output<T>>>>;
  /** Fetches a file of at most `most` bytes at an address that Atera has given, without the key. */
  fetchFile(address: string, most: number): Promise<FetchedFile>;
  /** Atera's time: its clock may differ from ours, and its dates use its own. */
  now(): Date;
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  hasNext: boolean;
}

/** Atera's maximum (itemsInPage). */
export const PAGE_SIZE = 50;
export const MOST_PAGES = 100;

export function createAteraClient(
  settings: AteraSettings,
  secrets: BackendSecrets,
  parts: ConnectorParts,
): AteraClient {
  const base = settings.url.replace(/\/+$/, '');
  const clock = createRemoteClock(parts.now);

  async function send({ method = 'GET', path, query = {}, json }: Request): Promise<Reply<string>> {
    const began = performance.now();
    const search = new URLSearchParams(query).toString();
    const response = await parts.fetch(`${base}${path}${search === '' ? '' : `?${search}`}`, {
      method,
      headers: {
        accept: 'application/json',
        ...signIn(settings, secrets),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      // the key must not be sent to another address
      redirect: 'manual',
      signal: AbortSignal.timeout(parts.timeout),
    });
    const body = await response.text();
    clock.observe(response);
    if (response.ok && !isPage(response, body)) return { ok: true, value: body, at: clock.now() };
    const failure = failureOf(response, withoutKey(body, secrets), { at: clock.now(), began });
    return { ok: false, failure, status: response.status };
  }

  const client: AteraClient = {
    now: clock.now,
    fetchFile: (address, most) => fetchFile(parts, address, most),
    async ask(request, shape) {
      try {
        const reply = await send(request);
        if (!reply.ok) return reply;
        const parsed = shape.safeParse(parseJson(reply.value));
        if (parsed.success) return { ...reply, value: parsed.data };
        return { ...failedAndOver(notUnderstood(request, parsed.error)), status: null };
      } catch (failure) {
        return {
          ...fetchFailure(`Atera (${new URL(base).host})`, failure),
          status: null,
        };
      }
    },
    async page(request, item, page, size = PAGE_SIZE) {
      const query = { ...request.query, page: String(page), itemsInPage: String(size) };
      const reply = await client.ask({ ...request, query }, pageOf(item));
      if (!reply.ok) return reply;
      const { items, totalPages } = reply.value;
      const hasNext = items.length > 0 && (totalPages ? page < totalPages : items.length >= size);
      return { ...reply, value: { items, hasNext } };
    },
    async pages(request, item) {
      const pages = [];
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const reply = await client.page(request, item, page);
        if (!reply.ok) return reply;
        pages.push(reply.value.items);
        if (!reply.value.hasNext) return { ...reply, value: pages };
      }
      const why = REASONS.tooMany(request.path, MOST_PAGES * PAGE_SIZE);
      return { ...failed('refused', why), status: null };
    },
  };
  return client;
}

function signIn({ signIn: manner }: AteraSettings, { token = '' }: BackendSecrets): Record<string, string> {
  switch (manner) {
    case 'api-key':
      return { 'x-api-key': token };
    case 'bearer':
      return { authorization: `Bearer ${token}` };
  }
}

/** An answer may echo the API key. */
function withoutKey(body: string, { token }: BackendSecrets): string {
  return token ? body.replaceAll(token, '…') : body;
}

function notUnderstood({ method = 'GET', path }: Request, { issues }: z.ZodError): Reason {
  const places = issues.slice(0, 3).map((issue) => issue.path.join('.'));
  return REASONS.notUnderstood(`${method} ${path}`, places);
}
