// guichet://app: the windows' own files and the draft's pictures, served under a strict content security policy.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';
import { APP_ORIGIN } from './ipc/answerer.ts';

const { protocol: SCHEME, host: HOST } = new URL(APP_ORIGIN);

/** The hash is that of an empty style element: the windows' styles are rules inserted into such elements by script. */
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

/** To be called before the app is ready. */
export function declareScheme(protocol: Protocol): void {
  const privileges = { standard: true, secure: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME.replace(':', ''), privileges }]);
}

/** Serves `folder`, and `/picture/<id>` from memory. */
export function serveApp(
  protocol: Protocol,
  { folder, pictureBytes }: { folder: string; pictureBytes(id: string): Promise<Uint8Array | null> },
): void {
  protocol.handle(SCHEME.replace(':', ''), async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host !== HOST || request.method !== 'GET') return notFound();
    const [, kind, pictureId = ''] = pathname.split('/');
    if (kind === 'picture') {
      const bytes = await pictureBytes(pictureId);
      return bytes ? answer(bytes, 'image/png') : notFound();
    }
    const file = normalize(join(folder, decodeURIComponent(pathname)));
    const mediaType = MEDIA_TYPES[extname(file)];
    if (!file.startsWith(folder + sep) || !mediaType) return notFound();
    const bytes = await readFile(file).catch(() => null);
    return bytes ? answer(bytes, mediaType) : notFound();
  });
}

function answer(bytes: Uint8Array, mediaType: string): Response {
  return new Response(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    headers: {
      'Content-Type': mediaType,
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  });
}

function notFound(): Response {
  return new Response(null, { status: 404 });
}
