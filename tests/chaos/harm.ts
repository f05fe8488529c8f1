// Does to a process of a history what its plan says.
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { DAY } from '../../contract/clock.ts';
import { holdLock } from './lock.ts';
import type { Harm } from './plan.ts';
import { copyDatabase, restoreDatabase } from './restored.ts';
import { SPEED, type Stage } from './stage.ts';

/** Resolves when it is over; a process that died is started again later. */
export async function doHarm(stage: Stage, { place, fault, at, lasts, moment }: Harm): Promise<void> {
  const { file, servers } = stage.installation;
  // nothing that is sent in the history is in it
  const backup = fault === 'restored' && file !== null ? await copyDatabase(file) : null;
  await pass(at);
  const { kind, index } = place;
  const slot = kind === 'agent' ? stage.agents[index] : stage.servers[index];
  if (!slot) return;
  stage.count(`${kind} ${fault}`);
  switch (fault) {
    case 'kill':
      return slot.kill(moment, lasts);
    case 'disk-full':
      await slot.tell('fillDisk', true);
      await pass(lasts);
      return slot.tell('fillDisk', false);
    case 'locked': {
      const { agents } = stage.installation;
      await slot.tell('loseLocks', undefined);
      const locked = kind === 'agent' ? join(agents[index] ?? '', 'guichet.sqlite') : file;
      return locked === null ? undefined : holdLock(locked, lasts);
    }
    case 'restored':
      if (backup === null || file === null) return;
      await somethingSent(stage);
      return slot.away(() => restoreDatabase(backup, file, servers[index] ?? {}));
    case 'clock-ahead':
    case 'clock-behind':
      await slot.run({ speed: SPEED, wrongBy: fault === 'clock-ahead' ? DAY : -DAY });
      await pass(lasts);
      return slot.run({ speed: SPEED, wrongBy: 0 });
  }
}

/** Waits until a ticket is at the desk, so that the backup is older, at most two seconds. */
async function somethingSent({ truth }: Stage): Promise<void> {
  for (let looks = 0; looks < 80; looks += 1) {
    if ((await truth.tickets().catch(() => [])).length > 0) return;
    await pass(25);
  }
}
