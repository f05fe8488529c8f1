// The pictures in the HTML of a backend's comment.
import type { BackendFile } from './backend-file.ts';

/** Backends write their HTML anew: attributes are in quotes, and hold no bare brackets. */
const PICTURE = /<img\b[^<>]*>/gi;
const ATTRIBUTE = /\s([a-z-]+)=(?:"([^"]*)"|'([^']*)')/gi;
const DATA = /^data:(image\/[a-z0-9.+-]{1,50});base64,([a-z0-9+/=\s]*)$/i;

/**
 * Returns each picture once. `fetchOf` returns how one is fetched by its attributes, or null for one of another server: anybody may
 * write an address into a comment.
 */
export function picturesIn(
  html: string,
  fetchOf: (attributes: Partial<Record<string, string>>) => BackendFile['fetch'] | null,
): BackendFile[] {
  const pictures = new Map<string, BackendFile>();
  for (const [tag] of html.matchAll(PICTURE)) {
    const attributes: Partial<Record<string, string>> = Object.fromEntries(
      [...tag.matchAll(ATTRIBUTE)].map(([, name = '', one, other]) => [name.toLowerCase(), one ?? other]),
    );
    const { src = '' } = attributes;
    const fetch = inside(src) ?? fetchOf(attributes);
    const file = fetch
      ? { name: '', fetch }
      : { name: nameIn(src), fetch: async () => ({ kind: 'elsewhere' }) as const };
    pictures.set(src, file);
  }
  return [...pictures.values()];
}

/** Returns how a picture is read that stands in the HTML itself; null for any other. */
function inside(src: string): BackendFile['fetch'] | null {
  const [, mediaType, data = ''] = DATA.exec(src) ?? [];
  if (mediaType === undefined) return null;
  return async (most) => {
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length > most) return { kind: 'too-large' };
    return { kind: 'bytes', bytes, name: '', mediaType: mediaType.toLowerCase() };
  };
}

/** Returns the last part of an address, without what may be a secret in it. */
function nameIn(src: string): string {
  return /^https?:\/\/[^?#]*\/([^/?#]{1,100})(?:[?#]|$)/i.exec(src)?.[1] ?? '';
}

/** Where a picture is in a text. */
export const PICTURE_PLACE = '[image]';

/** Returns a text beside its pictures: where there is nothing else in it, their places say nothing. */
export function textBesidePictures(text: string): string {
  return text.replaceAll(PICTURE_PLACE, '').trim() === '' ? '' : text;
}
