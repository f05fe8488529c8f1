// `npm run chaos`: random histories of agents and servers that are killed and cut off, each checked at its end for what is lost,
// twice or unreadable. `-- --help` lists the options.
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { Refused, runProgram } from '../server/program.ts';
import { BUGS, isBug } from '../tests/chaos/bugs.ts';
import { runCampaign } from '../tests/chaos/campaign.ts';
import { enterMemoryFolder } from './memory-folder.ts';

const HELP = `npm run chaos -- [options]
  --runs N       histories (100)
  --seed S       of the campaign; each history has one of its own, which a failure prints (fresh)
  --db NAME      sqlite or postgres (sqlite)
  --servers N    servers on one database, on postgres alone (1)
  --minutes M    ends the campaign after so long (no end)
  --parallel N   histories at a time (4)
  --bug NAME     with a fault of our own, until it is found: ${Object.keys(BUGS).join(', ')}
  --keep         keeps the data of all histories`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    db: { type: 'string', default: 'sqlite' },
    servers: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '100000' },
    parallel: { type: 'string', default: '4' },
    bug: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'runs' | 'seed' | 'servers' | 'minutes' | 'parallel'): number {
  const value = Number(values[name]);
  if (!(value >= 0)) throw new Refused(`--${name} is ${values[name]}: expected a number.`);
  return value;
}

async function run(): Promise<string> {
  if (values.help) return HELP;
  const { db, bug = null, keep } = values;
  if (db !== 'sqlite' && db !== 'postgres') throw new Refused(`--db is ${db}: expected sqlite or postgres.`);
  if (bug !== null && !isBug(bug))
    throw new Refused(`--bug is ${bug}: expected one of ${Object.keys(BUGS).join(', ')}.`);
  const servers = numberOf('servers');
  if (servers > 1 && db === 'sqlite') throw new Refused('Several servers need --db postgres.');
  const keepIn = tmpdir();
  enterMemoryFolder();
  const seed = numberOf('seed');
  console.error(`Histories from seed ${seed}.`);
  const totals = await runCampaign(
    {
      ...{ seed, db, servers, bug, keep, keepIn },
      runs: numberOf('runs'),
      minutes: numberOf('minutes'),
      parallel: numberOf('parallel'),
      untilFailure: bug !== null,
    },
    ({ seed: failed, verdict, unsettled }) => {
      const ofBug = bug === null ? '' : ` --bug ${bug}`;
      const elsewhere = db === 'sqlite' ? '' : ` --db ${db} --servers ${servers}`;
      console.error(JSON.stringify({ ...verdict, unsettled }));
      console.error(`npm run chaos -- --runs 1 --seed ${failed}${elsewhere}${ofBug}`);
    },
  );
  if (totals.failed.length > 0 !== (bug !== null)) process.exitCode = 1;
  return JSON.stringify(totals);
}

await runProgram(run);
