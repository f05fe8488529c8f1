// Tells Windows that a file came from elsewhere, so that it asks before running it and opens it protected.
import { writeFile } from 'node:fs/promises';

/** The zone Internet, as browsers write it (learn.microsoft.com, [MS-FSCC] 5.6.1, Zone.Identifier stream). */
const FROM_ELSEWHERE = '[ZoneTransfer]\r\nZoneId=3\r\n';

interface Surroundings {
  platform: NodeJS.Platform;
  write(path: string, text: string): Promise<void>;
}

const SYSTEM: Surroundings = { platform: process.platform, write: writeFile };

/** Marks a file that is whole. Only Windows has such marks, and only on disks that keep streams: elsewhere nothing is done. */
export async function markOfTheWeb(path: string, { platform, write }: Surroundings = SYSTEM): Promise<void> {
  if (platform !== 'win32') return;
  try {
    await write(`${path}:Zone.Identifier`, FROM_ELSEWHERE);
  } catch {
    // FAT and some network disks keep no streams, and the person still needs the file
  }
}
