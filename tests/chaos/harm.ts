// Does to a process of a history what its plan says.
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { DAY } from '../../contract/clock.ts';
import { holdLock } from './lock.ts';
import type { Harm } from './plan.ts';
import { SPEED, type Stage } from './stage.ts';

/** Resolves when it is over; a process that died is started again later. */
export async function doHarm(stage: Stage, { place, fault, at, lasts, moment }: Harm): Promise<void> {
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
      const { agents, file } = stage.installation;
      await slot.tell('loseLocks', undefined);
      const locked = kind === 'agent' ? join(agents[index] ?? '', 'guichet.sqlite') : file;
      return locked === null ? undefined : holdLock(locked, lasts);
    }
    case 'clock-ahead':
    case 'clock-behind':
      await slot.run({ speed: SPEED, wrongBy: fault === 'clock-ahead' ? DAY : -DAY });
      await pass(lasts);
      return slot.run({ speed: SPEED, wrongBy: 0 });
  }
}
