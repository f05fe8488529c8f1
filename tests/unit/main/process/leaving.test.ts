import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { commitToLeave, finishLeaving } from '../../../../main/process/leaving.ts';
import { emptyFolder } from '../../../fakes/agent-under-test.ts';

const KEPT_BY_CHROMIUM = ['Local State', 'SingletonLock', 'lockfile'];
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder as an agent leaves it. */
function used(): string {
  const folder = emptyFolder();
  folders.push(folder);
  for (const name of ['attachments', 'logs', 'Local Storage/leveldb', 'Cache/Cache_Data'])
    mkdirSync(join(folder, name), { recursive: true });
  for (const name of [
    ...['guichet.sqlite', 'guichet.sqlite-wal', 'guichet.sqlite-shm', 'keys.json', 'keys.json.new'],
    ...['attachments/a', 'logs/main.log', 'Local Storage/leveldb/LOG', 'Cache/Cache_Data/f_1'],
    ...['not-at-sign-in', 'Preferences', ...KEPT_BY_CHROMIUM],
  ])
    writeFileSync(join(folder, name), 'something');
  return folder;
}

describe('leaving this computer', () => {
  it('nothing is deleted without the commitment', async () => {
    const folder = used();
    const before = readdirSync(folder);
    await finishLeaving(folder);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('everything goes, except what the process itself holds', async () => {
    const folder = used();
    commitToLeave(folder);
    await finishLeaving(folder);
    expect(readdirSync(folder).sort()).toEqual(KEPT_BY_CHROMIUM.toSorted());
  });

  it('a kill between any two deletions leaves no data that can be opened, and the next start goes on', async () => {
    for (let steps = 0, died = true; died; steps++) {
      const folder = used();
      commitToLeave(folder);
      let left = steps;
      const dying = finishLeaving(folder, (path) => {
        if (left === 0) throw new Error('killed');
        left -= 1;
        rmSync(path, { recursive: true, force: true });
      });
      died = await dying.then(
        () => false,
        () => true,
      );
      if (steps > 0) expect(existsSync(join(folder, 'keys.json')), `${steps} steps`).toBe(false);
      await finishLeaving(folder);
      expect(readdirSync(folder).sort(), `${steps} steps`).toEqual(KEPT_BY_CHROMIUM.toSorted());
      expect(steps, 'it ends').toBeLessThan(30);
    }
  });
});
