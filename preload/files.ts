// Files as a page has them, made into what the main process can take: a path where the file has one, else its bytes.
import type { AttachFiles } from '../contract/ipc.ts';

/** `pathOf` answers an empty text for what lies nowhere on the disk: a pasted picture, a file out of a browser. */
export async function handedOver(
  file: File,
  pathOf: (file: File) => string,
): Promise<AttachFiles['files'][number]> {
  const path = pathOf(file);
  return path ? { path } : { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}
