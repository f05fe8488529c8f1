// Writes organisations and their agents to an empty database, as they are after enrolment and confirmation: enrolling them
// one by one would take hours.
import { fold } from '../../contract/fold.ts';
import { sha256 } from '../../server/hashes.ts';
import type { Database } from '../../server/storage/schema.ts';
import { identityOf, idOf, keyOf, organisationOf, type Run, secretOf } from './identities.ts';

/** Rows of one statement: its values stay below the limits of both databases. */
const ROWS = 500;

/**
 * Writes the organisations of `agents` agents, and those of these ranges, each from `first` to below `end`. Returns a sentence
 * when the database is in use.
 */
export async function seedAgents(
  db: Database,
  run: Run,
  agents: number,
  ranges: readonly { first: number; end: number }[],
): Promise<string | null> {
  const used = await db.selectFrom('organisation').select('id').limit(1).executeTakeFirst();
  if (used)
    return 'The database has organisations already: name an empty one, which the simulation may fill.';
  await db.transaction().execute(async (transaction) => {
    await writeOrganisations(transaction, run, organisationOf(run, agents - 1) + 1);
    for (const { first, end } of ranges)
      for (let from = first; from < end; from += ROWS)
        await writeAgents(transaction, run, from, Math.min(from + ROWS, end));
  });
  return null;
}

async function writeOrganisations(db: Database, run: Run, count: number): Promise<void> {
  const createdAt = new Date(run.beganAt).toISOString();
  for (let index = 0; index < count; index += 1) {
    const [organisationId, name, key] = [
      idOf(run, 'organisation', index),
      `Organisation ${index}`,
      keyOf(run, index),
    ];
    await db
      .insertInto('organisation')
      .values({ id: organisationId, name, nameKey: fold(name), emailDomains: '[]', createdAt })
      .execute();
    const owned = { organisationId, createdAt };
    const limits = { revokedAt: null, expiresAt: null, mostUses: null, networks: '[]' };
    await db
      .insertInto('enrolmentKey')
      .values({ id: idOf(run, 'key', index), ...owned, hash: sha256(key), ending: key.slice(-4), ...limits })
      .execute();
    // the sample that enrols over HTTP is admitted without anybody's decision
    const anybody = { machineId: null, hostname: null, userName: null, admits: run.organisationSize };
    await db
      .insertInto('advanceActivation')
      .values({ id: idOf(run, 'activation', index), ...owned, ...anybody })
      .execute();
  }
}

async function writeAgents(db: Database, run: Run, from: number, end: number): Promise<void> {
  const numbers = Array.from({ length: end - from }, (_, index) => from + index);
  const at = new Date(run.beganAt).toISOString();
  await db
    .insertInto('device')
    .values(numbers.map((agent) => deviceOf(run, agent, at)))
    .execute();
  await db
    .insertInto('requester')
    .values(numbers.map((agent) => requesterOf(run, agent, at)))
    .execute();
  await db
    .insertInto('agent')
    .values(numbers.map((agent) => agentOf(run, agent, at)))
    .execute();
}

function ownerOf(run: Run, agent: number): string {
  return idOf(run, 'organisation', organisationOf(run, agent));
}

function deviceOf(run: Run, agent: number, createdAt: string) {
  const { machineId, hostname } = identityOf(agent);
  const organisationId = ownerOf(run, agent);
  return {
    id: idOf(run, 'device', agent),
    organisationId,
    machineId,
    hostname,
    hostKey: fold(hostname),
    createdAt,
  };
}

function requesterOf(run: Run, agent: number, createdAt: string) {
  const [email, fullName] = [`person${agent}@example.org`, `Person ${agent}`];
  return {
    id: idOf(run, 'requester', agent),
    organisationId: ownerOf(run, agent),
    email,
    fullName,
    searchText: fold(`${fullName} ${email}`),
    createdAt,
    confirmedAt: createdAt,
  };
}

function agentOf(run: Run, agent: number, at: string) {
  const { sid, userName, upn, hostname, os } = identityOf(agent);
  return {
    id: idOf(run, 'agent', agent),
    deviceId: idOf(run, 'device', agent),
    requesterId: idOf(run, 'requester', agent),
    ...{ sid, userName, nameKey: fold(userName), upn, hostname, os },
    claim: null,
    agentVersion: '1.0.0',
    secretHash: sha256(secretOf(run, agent)),
    state: 'active' as const,
    departure: null,
    enrolmentKeyId: null,
    enrolledAt: at,
    acceptedAt: at,
    lastSeenAt: at,
  };
}
