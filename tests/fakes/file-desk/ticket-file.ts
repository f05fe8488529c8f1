// The file of the file desk: one JSON line for each ticket and each comment, in order of arrival.
import { access, appendFile, constants, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../../contract/json.ts';

const Line = z.discriminatedUnion('operation', [
  z.object({
    operation: z.literal('create-ticket'),
    key: z.string(),
    title: z.string(),
    text: z.string(),
    requester: z.string(),
  }),
  z.object({
    operation: z.literal('add-comment'),
    key: z.string(),
    ticket: z.string(),
    author: z.string(),
    text: z.string(),
  }),
]);
export type Line = z.infer<typeof Line>;

export interface TicketFile {
  lines(): Promise<Line[]>;
  /** Appends one line. The folder must exist. */
  append(line: Line): Promise<void>;
  /** Throws when the folder is not writable. */
  tryOut(): Promise<void>;
}

/** Methods throw Node's error when the folder cannot be read or written. */
export function openTicketFile(folder: string): TicketFile {
  const file = path.join(folder, 'tickets.jsonl');
  return {
    async lines() {
      await access(folder);
      const text = await readFile(file, 'utf8').catch(whenMissing);
      return text.split('\n').flatMap(readLine);
    },
    append: (line) => appendFile(file, `${JSON.stringify(line)}\n`),
    tryOut: () => access(folder, constants.W_OK),
  };
}

/** A line that is torn or of another version is left out: one bad item does not stop the others. */
function readLine(text: string): Line[] {
  const line = Line.safeParse(parseJson(text));
  return line.success ? [line.data] : [];
}

function whenMissing(failure: unknown): string {
  if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT') return '';
  throw failure;
}
