// Restores a backup into an empty data folder: nothing appears in its place before the whole file was read and verified.
import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemChance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import { Refused } from '../program.ts';
import { createAudit } from '../staff/audit.ts';
import { makeDataFolder } from '../storage/data-folder.ts';
import { changeCopy } from '../storage/database-copy.ts';
import { takeServerLock } from '../storage/lock.ts';
import { migrate } from '../storage/migrate.ts';
import { MIGRATIONS } from '../storage/migrations/index.ts';
import { syncToDisk } from '../storage/move-durably.ts';
import { type Contents, DATABASE, readArchive, SERVER_KEY } from './archive.ts';
import { settleRestored } from './settle-restored.ts';

/** In the data folder, so that its files need not be copied to another disk. */
const UNFINISHED = 'unfinished-restore';
const LOCK = 'server.lock';
/** The database is last: without it a server would begin anew, and another restore is refused. */
const IN_ORDER = ['attachments', 'releases', SERVER_KEY, DATABASE];

/** Throws Refused where the folder has data, or the file is damaged or of a newer server. */
export async function restoreBackup(file: string, dataDir: string, clock: Clock): Promise<Contents> {
  const problem = makeDataFolder(dataDir);
  if (problem !== null) throw new Refused(problem);
  refuseData(dataDir);
  const lock = takeServerLock(path.join(dataDir, LOCK));
  if (!lock) throw new Refused(`A Guichet server is already using the data in ${dataDir}.`);
  const folder = path.join(dataDir, UNFINISHED);
  try {
    await rm(folder, { recursive: true, force: true });
    const contents = await readArchive(file, Object.keys(MIGRATIONS), (name, content) =>
      write(path.join(folder, name), content),
    );
    await changeCopy(path.join(folder, DATABASE), async (copy) => {
      const { error } = await migrate(copy);
      if (error) throw error;
      await settleRestored(copy, { clock, audit: createAudit({ clock, chance: systemChance }) });
    });
    await moveIntoPlace(folder, dataDir);
    return contents;
  } finally {
    await rm(folder, { recursive: true, force: true });
    lock.release();
  }
}

function refuseData(dataDir: string): void {
  const found = readdirSync(dataDir).find((name) => name !== UNFINISHED && !name.startsWith(LOCK));
  if (found === undefined) return;
  throw new Refused(
    `DATA_DIR is ${JSON.stringify(dataDir)}: expected an empty folder, but it has ${found}; nothing was restored.`,
  );
}

async function write(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await pipeline(Readable.from(content), createWriteStream(file, { mode: 0o600, flush: true }));
}

async function moveIntoPlace(folder: string, dataDir: string): Promise<void> {
  for (const name of IN_ORDER) {
    const from = path.join(folder, name);
    if (existsSync(from)) await rename(from, path.join(dataDir, name));
  }
  await syncToDisk(dataDir);
}
