// What a move says while it runs.
import { expect, it } from 'vitest';
import { createProgress } from '../../../../server/moves/progress.ts';
import { createClock } from '../../../fakes/server/clock.ts';

function listen() {
  const clock = createClock();
  const said: string[] = [];
  return { clock, said, progress: createProgress(clock, (line) => said.push(line)) };
}

it('says every five seconds how far a table is, and at its end how many rows it has', () => {
  const { clock, said, progress } = listen();
  for (let rows = 1000; rows <= 12_000; rows += 1000) {
    progress.at('ticket', rows, 12_000);
    clock.advance(1000);
  }
  progress.done('ticket', 12_000);
  expect(said).toEqual(['ticket: 6000 of 12000', 'ticket: 11000 of 12000', 'ticket: 12000']);
});

it('says nothing of a table without rows', () => {
  const { said, progress } = listen();
  progress.begin('carrying tables');
  progress.done('route', 0);
  expect(said).toEqual(['carrying tables']);
});
