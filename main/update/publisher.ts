// Who has to have signed an update: what electron-builder wrote into app-update.yml when it signed this very build.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const Name = z.string().trim().min(1);
const AppUpdate = z.object({
  publisherName: z.union([Name.transform((name) => [name]), z.array(Name).min(1)]),
});

/** Null for a build that was not signed: it cannot tell a good update from a bad one, and takes none. */
export async function readPublisher(file: string): Promise<string[] | null> {
  try {
    return AppUpdate.parse(parse(await readFile(file, 'utf8'))).publisherName;
  } catch {
    return null;
  }
}
