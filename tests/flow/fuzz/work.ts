// Measures the work of a function by the processor time of this process: other programs on the machine do not count.

function timeOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of three rounds, in milliseconds: what else happens in the process only adds to it. */
function leastTime(run: () => unknown): number {
  return Math.min(timeOf(run), timeOf(run), timeOf(run));
}

/** Work below this is not compared: it consists of noise, in milliseconds. */
const NOISE = 40;
/** Four times the input takes four times the work where it grows evenly, and sixteen times where every pair is compared. */
const MOST_GROWTH = 10;

const ROUNDS = 3;

/** Throws where the work for four times the input grows much faster than the input. */
export function expectEvenWork(run: (input: string) => unknown, piece: string, length: number): void {
  const copies = Math.ceil(length / Math.max(1, piece.length));
  const large = piece.repeat(copies * 4);
  if (timeOf(() => run(large)) < NOISE) return;
  let said = '';
  // garbage may be collected during the large input alone: code that is slow is slow each time
  for (let round = 0; round < ROUNDS; round += 1) {
    const [least, most] = [leastTime(() => run(piece.repeat(copies))), leastTime(() => run(large))];
    if (most < NOISE || most <= least * MOST_GROWTH) return;
    said = `${copies} times takes ${least} ms, ${copies * 4} times takes ${most} ms`;
  }
  throw new Error(`${said}: ${JSON.stringify(piece)}`);
}
