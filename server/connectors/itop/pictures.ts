// The pictures in an entry of iTop's public log (its InlineImage): reachable without signing in, by a secret in the entry.
import type { BackendFile } from '../backend-file.ts';
import { picturesIn } from '../html-pictures.ts';
import type { Rest } from './rest.ts';

/** Those that iTop keeps carry their id and secret. They are fetched at the address in the settings, whatever address the HTML names. */
export function picturesOf(rest: Rest, html: string): BackendFile[] {
  return picturesIn(html, ({ 'data-img-id': id = '', 'data-img-secret': secret = '' }) => {
    if (!/^\d{1,18}$/.test(id) || !/^[0-9a-f]{1,100}$/i.test(secret)) return null;
    const path = `pages/ajax.document.php?operation=download_inlineimage&id=${id}&s=${secret}`;
    return (most) => rest.fetchFile(path, most);
  });
}
