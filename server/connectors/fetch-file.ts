// Fetches a file of a backend at its address, bounded, and from no other address.
import type { FetchedFile } from './backend-file.ts';
import type { ConnectorParts } from './connector.ts';
import { bodyUpTo, fileTimeout, isFetchFailure } from './http.ts';

/** Longest name that is read, in characters. */
const MOST_NAME = 500;

/** Sends no credentials, and follows no redirect. A page of HTML is no file: it says that it is gone, or asks to sign in. */
export async function fetchFile(parts: ConnectorParts, url: string, most: number): Promise<FetchedFile> {
  try {
    const response = await parts.fetch(url, { redirect: 'manual', signal: fileTimeout(parts) });
    const { status, headers } = response;
    if (status >= 300 && status < 400) return without(response, 'elsewhere');
    if (status === 404 || status === 410) return without(response, 'gone');
    const mediaType = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (!response.ok || mediaType === 'text/html') return without(response, 'failed');
    if (Number(headers.get('content-length')) > most) return without(response, 'too-large');
    const bytes = await bodyUpTo(response, most);
    if (bytes === null) return { kind: 'too-large' };
    return { kind: 'bytes', bytes, name: nameIn(headers.get('content-disposition') ?? ''), mediaType };
  } catch (failure) {
    if (!isFetchFailure(failure)) throw failure;
    return { kind: 'failed' };
  }
}

async function without(
  response: Response,
  kind: Exclude<FetchedFile['kind'], 'bytes'>,
): Promise<FetchedFile> {
  await response.body?.cancel();
  return { kind };
}

/** Returns the name in Content-Disposition (RFC 6266), also one that is written in UTF-8 as it stands; empty where there is none. */
function nameIn(disposition: string): string {
  const plain = /filename="([^"]*)"|filename=([^;\s]+)/i.exec(disposition);
  const name = Buffer.from(plain?.[1] ?? plain?.[2] ?? '', 'latin1').toString('utf8');
  return name.slice(0, MOST_NAME);
}
