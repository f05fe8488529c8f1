// `npm run simulate`: virtual agents that call servers as real ones do; `-- --help` lists the options.
import { Refused, runProgram } from '../server/program.ts';
import { HELP, parseOptions } from '../tests/load/options.ts';
import { reportLines } from '../tests/load/report.ts';
import { simulate } from '../tests/load/simulation.ts';

async function run(): Promise<string> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) return HELP;
  const parsed = parseOptions(args);
  if (!parsed.ok) throw new Refused(parsed.problem);
  if (process.platform !== 'linux')
    throw new Refused('The simulation reads what servers take from /proc: run it on Linux.');
  return reportLines(await simulate(parsed.options, console.log)).join('\n');
}

// what listens to `exit` ends the servers and removes the data
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await runProgram(run);
