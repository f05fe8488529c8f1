// The file of a desk that reads a folder: one JSON line for each ticket and each comment, in the order they came.
import { access, appendFile, constants, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

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

export interface Book {
  lines(): Promise<Line[]>;
  /** Writes the line as a whole. The folder has to be there: it is not made. */
  append(line: Line): Promise<void>;
  /** Throws where the folder cannot be written to. */
  tryOut(): Promise<void>;
}

/** Each of its calls throws the error of Node where the folder cannot be read or written. */
export function openBook(folder: string): Book {
  const file = path.join(folder, 'tickets.jsonl');
  return {
    async lines() {
      await access(folder);
      const text = await readFile(file, 'utf8').catch(whenMissing);
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => Line.parse(JSON.parse(line)));
    },
    append: (line) => appendFile(file, `${JSON.stringify(line)}\n`),
    tryOut: () => access(folder, constants.W_OK),
  };
}

function whenMissing(failure: unknown): string {
  if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT') return '';
  throw failure;
}
