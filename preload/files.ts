// Files as a page has them, made into what the main process can take: a path where the file has one, else its bytes.
import type { GuichetError } from '../contract/errors.ts';
import type { AttachedFiles, AttachFiles } from '../contract/ipc.ts';
import type { Result } from '../contract/result.ts';

type FileInput = AttachFiles['files'][number];

/** `pathOf` answers an empty text for what lies nowhere on the disk: a pasted picture, a file out of a browser. */
export async function toFileInput(file: File, pathOf: (file: File) => string): Promise<FileInput> {
  const path = pathOf(file);
  return path ? { path } : { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** Hands all of them to `attach`; one that cannot be read, as after its browser was closed, is refused by its name. */
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
