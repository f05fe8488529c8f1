// The publisher that must have signed an update: electron-builder wrote it to app-update.yml when it signed this build.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const Name = z.string().trim().min(1);
const AppUpdate = z.object({
  publisherName: z.union([Name.transform((name) => [name]), z.array(Name).min(1)]),
});

/** Null for an unsigned build: it cannot verify updates, and takes none. */
export async function readPublisher(file: string): Promise<string[] | null> {
  try {
    return AppUpdate.parse(parse(await readFile(file, 'utf8'))).publisherName;
  } catch {
    return null;
  }
}
