// The pictures in a comment of Atera. Its API lists the files of a ticket as addresses, without saying to which comment they belong or
// whether that one is internal: only what stands in a public comment is fetched.
import { z } from 'zod';
import type { BackendFile } from '../backend-file.ts';
import { picturesIn } from '../html-pictures.ts';
import type { AteraClient } from './client.ts';
import type { Reply } from './reply.ts';

/** Returns what reads the pictures of the ticket's comments; the list is asked for once, when one is fetched. */
export function createPictures(client: AteraClient, path: string): (html: string) => BackendFile[] {
  let listing: Promise<Reply<string[]>> | null = null;
  const listed = () => {
    listing ??= client.ask({ path: `${path}/attachments` }, z.array(z.string()));
    return listing;
  };
  return (html) =>
    picturesIn(html, ({ src = '' }) => {
      const place = placeOf(src);
      if (place === null) return null;
      return async (most) => {
        const addresses = await listed();
        if (!addresses.ok) return { kind: 'failed' };
        const address = addresses.value.find((one) => placeOf(one) === place);
        if (address === undefined) return { kind: 'elsewhere' };
        const fetched = await client.fetchFile(address, most);
        if (fetched.kind !== 'bytes' || fetched.name !== '') return fetched;
        return { ...fetched, name: place.slice(place.lastIndexOf('/') + 1) };
      };
    });
}

/** Returns an address without its query, in which a signature may change; null for what is no address. */
function placeOf(address: string): string | null {
  const url = URL.parse(address);
  return url === null || !/^https?:$/.test(url.protocol) ? null : `${url.origin}${url.pathname}`;
}
