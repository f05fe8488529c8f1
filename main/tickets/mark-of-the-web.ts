// Marks a file as downloaded, so that Windows asks before running it and opens it in protected view.
import { writeFile } from 'node:fs/promises';

/** The Internet zone, as browsers write it (learn.microsoft.com, [MS-FSCC] 5.6.1, Zone.Identifier stream). */
const FROM_ELSEWHERE = '[ZoneTransfer]\r\nZoneId=3\r\n';

interface Surroundings {
  platform: NodeJS.Platform;
  write(path: string, text: string): Promise<void>;
}

const SYSTEM: Surroundings = { platform: process.platform, write: writeFile };

/** Marks a complete file. Does nothing outside Windows, and on disks without alternate data streams. */
export async function markOfTheWeb(path: string, { platform, write }: Surroundings = SYSTEM): Promise<void> {
  if (platform !== 'win32') return;
  try {
    await write(`${path}:Zone.Identifier`, FROM_ELSEWHERE);
  } catch {
    // FAT and some network disks have no streams, and the user still needs the file.
  }
}
