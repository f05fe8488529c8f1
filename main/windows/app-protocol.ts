// guichet://app serves the windows' pages, and pictures of drafts and tickets, under a strict content security policy.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';
import { PICTURE_MEDIA_TYPES } from '../../contract/constants.ts';
import { IdempotencyKey, Sha256 } from '../../contract/primitives.ts';
import type { Agent } from '../agent/agent.ts';
import type { RegionChoice } from '../capture/region-choice.ts';
import { APP_ORIGIN } from '../ipc/dispatcher.ts';

const { protocol: SCHEME, host: HOST } = new URL(APP_ORIGIN);

/** The hash of an empty style element: scripts insert the windows' styles into such elements as rules. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Call it before the app is ready. */
export function declareScheme(protocol: Protocol): void {
  const privileges = { standard: true, secure: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME.replace(':', ''), privileges }]);
}

interface Sources {
  /** folder of the built pages */
  folder: string;
  agent: Pick<Agent, 'pictureBytes' | 'attachmentBytes'>;
  region: Pick<RegionChoice, 'pictureBytes'>;
}

/** Serves the pages, `/picture/<id>` and `/attachment/<ticketId>/<sha256>`. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, sources: Sources): void {
  protocol.handle(SCHEME.replace(':', ''), async (request) => {
    const { host, pathname } = new URL(request.url);
    const isOurs = host === HOST && request.method === 'GET';
    return (isOurs && (await route(pathname, sources))) || new Response(null, { status: 404 });
  });
}

async function route(pathname: string, sources: Sources): Promise<Response | null> {
  const [, kind, id = '', sha256 = ''] = pathname.split('/');
  switch (kind) {
    case 'picture': {
      const bytes = (await sources.region.pictureBytes(id)) ?? (await sources.agent.pictureBytes(id));
      return bytes && respond(bytes, 'image/png');
    }
    case 'attachment': {
      if (!IdempotencyKey.safeParse(id).success || !Sha256.safeParse(sha256).success) return null;
      const file = await sources.agent.attachmentBytes(id, sha256);
      // other files can only be saved
      return file && PICTURE_MEDIA_TYPES.has(file.mediaType) ? respond(file.bytes, file.mediaType) : null;
    }
    default:
      return pageFile(pathname, sources.folder);
  }
}

async function pageFile(pathname: string, folder: string): Promise<Response | null> {
  const file = normalize(join(folder, decodeURIComponent(pathname)));
  const mediaType = MEDIA_TYPES[extname(file)];
  if (!file.startsWith(folder + sep) || !mediaType) return null;
  const bytes = await readFile(file).catch(() => null);
  return bytes && respond(bytes, mediaType);
}

function respond(bytes: Uint8Array, mediaType: string): Response {
  // None of these bytes is in shared memory, which a Response body does not allow.
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': mediaType,
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  });
}
