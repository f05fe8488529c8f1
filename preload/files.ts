// Converts a page's files to what the main process accepts: a path if the file has one, else its bytes.
import type { GuichetError } from '../contract/errors.ts';
import type { AttachedFiles, AttachFiles } from '../contract/ipc.ts';
import type { Result } from '../contract/result.ts';

type FileInput = AttachFiles['files'][number];

/** `pathOf` returns an empty string for a file not on the disk, such as a pasted picture or a file from a browser. */
export async function toFileInput(file: File, pathOf: (file: File) => string): Promise<FileInput> {
  const path = pathOf(file);
  return path ? { path } : { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/**
 * Passes all readable files to `attach`. A file that cannot be read, such as after its browser was closed, is refused
 * by name.
 */
export async function attachReadable(
  files: readonly File[],
  pathOf: (file: File) => string,
  attach: (readable: FileInput[]) => Promise<Result<AttachedFiles>>,
): Promise<Result<AttachedFiles>> {
  const unreadable: GuichetError[] = [];
  const read = await Promise.all(
    files.map(async (file) => {
      try {
        return [await toFileInput(file, pathOf)];
      } catch {
        unreadable.push({ code: 'file-unreadable', details: { name: file.name } });
        return [];
      }
    }),
  );
  const answer = await attach(read.flat());
  if (!answer.ok) return answer;
  return { ok: true, value: { ...answer.value, refused: [...answer.value.refused, ...unreadable] } };
}
