// The lists of the console through HTTP, with 100,000 tickets and 20,000 devices, and in turn with a tenth of them.
import { test } from '../e2e/desktop.ts';
import { emptyFolder } from '../e2e/parts.ts';
import { FEW, INDEXING, MANY, measureConsole, startDesk } from './console-calls.ts';
import { record } from './figures.ts';
import { seedDesk } from './seed-desk.ts';

test('console', async () => {
  test.setTimeout(2 * INDEXING);
  const [many, few] = [await filled(MANY), await filled(FEW)];
  const { list, search, devices } = await measureConsole(many, few);
  await many.stop();
  await few.stop();
  record('console', {
    listP95: list.p95,
    listGrowth: list.growth,
    searchP95: search.p95,
    searchGrowth: search.growth,
    devicesP95: devices.p95,
  });
});

async function filled(size: typeof MANY) {
  const folder = emptyFolder('console');
  await seedDesk(folder, size);
  return startDesk({ DATA_DIR: folder });
}
