// Decides which picked, dropped or pasted files a reply may have, and why others are refused.
import type { GuichetError } from '../../contract/errors.ts';
import { isAdmittedName } from '../../contract/file-types.ts';
import { LIMITS, MEGABYTE } from '../../contract/primitives.ts';
import { err } from '../../contract/result.ts';
import type { ServerPolicy } from '../../contract/sync.ts';

export interface Admission {
  admitted: File[];
  /** why the others were refused, each reason once */
  refused: GuichetError[];
}

/** `present` are the files that the reply already has. Earlier files have precedence where a limit is reached. */
export function admitFiles(
  files: readonly File[],
  present: readonly { size: number }[],
  policy: ServerPolicy | null,
): Admission {
  const admitted: File[] = [];
  const refused = new Map<string, GuichetError>();
  let count = present.length;
  let bytes = present.reduce((sum, { size }) => sum + size, 0);
  for (const file of files) {
    const refusal = refusalOf(file, { count, bytes }, policy);
    if (refusal) {
      refused.set(`${refusal.code} ${refusal.details?.name ?? ''}`, refusal);
      continue;
    }
    admitted.push(file);
    count += 1;
    bytes += file.size;
  }
  return { admitted, refused: [...refused.values()] };
}

function refusalOf(
  { name, size }: File,
  { count, bytes }: { count: number; bytes: number },
  policy: ServerPolicy | null,
): GuichetError | null {
  const { attachmentsPerCommand, attachmentBytesPerCommand } = LIMITS;
  if (!isAdmittedName(policy?.fileTypes ?? null, name)) return err('attachment-type-refused', { name }).error;
  if (size === 0) return err('file-empty', { name }).error;
  if (count >= attachmentsPerCommand)
    return err('attachments-too-many', { limit: attachmentsPerCommand }).error;
  if (bytes + size <= attachmentBytesPerCommand) return null;
  return err('attachments-too-large', { limitMegabytes: attachmentBytesPerCommand / MEGABYTE }).error;
}

/** The dropped files, and the names of dropped folders, which cannot be read as files. */
export function droppedFiles(dropped: DataTransfer): { files: File[]; folders: string[] } {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of dropped.items) {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) files.push(file);
  }
  return { files, folders };
}

/** The pasted files; none if there is text: Office adds a picture of the text to the clipboard. */
export function pastedFiles({ types, files }: Pick<DataTransfer, 'types' | 'files'>): File[] {
  return types.includes('text/plain') ? [] : [...files];
}
