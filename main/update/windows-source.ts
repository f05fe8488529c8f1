// The installer source of a signed build on Windows. Loaded at the first check, not at the start.
import { join } from 'node:path';
import { session } from 'electron';
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js';
import { holdOnWindows } from './hold-file.ts';
import { createInstallerSource, type InstallerSource, type SourceParts } from './installer-source.ts';
import { followProxy } from './proxy.ts';
import { readPublisher } from './publisher.ts';
import { startOnWindows } from './start-installer.ts';
import { createSignatureCheck, readBySystem } from './verify-signature.ts';

/** Null for an unsigned build. */
export async function openWindowsSource(
  parts: Omit<SourceParts, 'updater' | 'publishers' | 'verify' | 'hold' | 'start' | 'prepare'>,
): Promise<InstallerSource | null> {
  const publishers = await readPublisher(join(process.resourcesPath, 'app-update.yml'));
  if (!publishers) {
    parts.log.warn('this build is not signed: it does not update itself');
    return null;
  }
  const updater = new NsisUpdater();
  return createInstallerSource({
    ...parts,
    updater,
    publishers,
    verify: createSignatureCheck(readBySystem(process.env)),
    hold: holdOnWindows,
    start: startOnWindows(process.resourcesPath),
    prepare: () => followProxy(session.defaultSession, updater.netSession, parts.serverUrl),
  });
}
