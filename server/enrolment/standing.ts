// Authenticates agents, and reads what the server currently allows them.
import type { Standing } from '../../contract/enrolment.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { type AgentState, type Departure, unreachable } from '../../contract/primitives.ts';
import { sameHash, sha256 } from '../hashes.ts';
import { personOfWindowsUser, type WindowsUser } from '../people/directory.ts';
import { mailWishOf } from '../people/mail-wish.ts';
import { sameName } from '../people/windows-names.ts';
import { buildOnce } from '../storage/built-query.ts';
import { shareRows } from '../storage/dialect/dialect.ts';
import type { Database } from '../storage/schema.ts';
import { endableClaim } from './proof-claim.ts';

/** An authenticated agent. */
export interface KnownAgent {
  id: string;
  deviceId: string;
  organisationId: string;
  state: AgentState;
  departure: Departure | null;
  requesterId: string | null;
  sid: string;
  userName: string;
  upn: string | null;
  hostname: string;
  /** for enrolment/copies */
  otherHost: string | null;
  otherHostAt: string | null;
  copiedAt: string | null;
  /** JSON, as stored */
  claim: string | null;
  /** JSON, as stored */
  claimedProof: string | null;
  provenIssuer: string | null;
  provenSubject: string | null;
  /** the organisation's name */
  organisation: string;
  /** the requester's confirmed address and name; null before */
  email: string | null;
  fullName: string | null;
  /** number of the requester's last change; null without a requester */
  changeSeq: number | null;
  /** the marks of the requester's last changes (tickets/change-marks); null without one */
  changeMarks: string | null;
  /** the requester's wishes; null without one */
  mailsAlways: number | null;
  mailsNotices: number | null;
  /** for storage/remembered */
  settingsRevision: number;
}

/** An active agent whose requester has a confirmed address. */
export type ConfirmedAgent = KnownAgent & { requesterId: string };

const selectAgent = buildOnce((db, { agentId }: { agentId: string }) => selectWithPlace(db, agentId));

const selectAgentToAct = buildOnce((db, { agentId }: { agentId: string }) =>
  shareRows(db, selectWithPlace(db, agentId), 'agent'),
);

/** With what a sync needs besides, so that one query reads it all. */
function selectWithPlace(db: Database, agentId: string) {
  return db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .innerJoin('organisation', 'organisation.id', 'device.organisationId')
    .leftJoin('requester', 'requester.id', 'agent.requesterId')
    .select([
      'agent.id',
      'agent.deviceId',
      'device.organisationId',
      'agent.state',
      'agent.departure',
      'agent.requesterId',
      'agent.sid',
      'agent.userName',
      'agent.upn',
      'agent.hostname',
      'agent.otherHost',
      'agent.otherHostAt',
      'agent.copiedAt',
      'agent.claim',
      'agent.claimedProof',
      'agent.provenIssuer',
      'agent.provenSubject',
      'agent.secretHash',
      'organisation.name as organisation',
      'requester.email',
      'requester.fullName',
      'requester.changeSeq',
      'requester.changeMarks',
      'requester.mailsAlways',
      'requester.mailsNotices',
    ])
    .select(({ selectFrom }) =>
      selectFrom('settingsRevision').select('revision').$asScalar().$notNull().as('settingsRevision'),
    )
    .where('agent.id', '=', agentId);
}

/** Returns those of the agents that are retired or removed: nothing is announced to them. */
export async function retiredOf(db: Database, agentIds: readonly string[]): Promise<string[]> {
  const known = await db
    .selectFrom('agent')
    .select('id')
    .where('id', 'in', agentIds)
    .where('state', '!=', 'retired')
    .execute();
  const kept = new Set(known.map(({ id }) => id));
  return agentIds.filter((id) => !kept.has(id));
}

/** Reads the agent's current row, or null. */
export async function readAgent(db: Database, agentId: string) {
  const [row] = await selectAgent(db, { agentId });
  return row ?? null;
}

/** As `readAgent`; until the commit nobody changes the row, such as by suspending the agent. */
export async function readAgentToAct(transaction: Database, agentId: string) {
  const [row] = await selectAgentToAct(transaction, { agentId });
  return row ?? null;
}

/** Returns the agent with the credentials `<agentId>.<secret>`, or null. */
export async function recogniseAgent(db: Database, credentials: string): Promise<KnownAgent | null> {
  const [agentId, secret, more] = credentials.split('.');
  if (!agentId || !secret || more !== undefined) return null;
  const row = await readAgent(db, agentId);
  if (!row || !sameHash(row.secretHash, sha256(secret))) return null;
  const { secretHash: _, ...agent } = row;
  return agent;
}

/** Returns why an agent in this state may not open tickets, or null. */
export function stateObstacle(state: AgentState): ErrorCode | null {
  switch (state) {
    case 'active':
      return null;
    case 'waiting':
      return 'agent-not-active';
    case 'suspended':
      return 'agent-suspended';
    case 'retired':
      return 'agent-retired';
    default:
      return unreachable(state);
  }
}

type Predecessor = Pick<KnownAgent, 'id' | 'requesterId' | 'provenIssuer' | 'provenSubject'> & {
  email: string;
};

/**
 * Returns the active agent that the same Windows user, under the same names, has on the device of a waiting one, with its
 * confirmed address, or null. Whoever proves that address takes its place: other names need a decision of staff.
 */
export async function readPredecessor(
  db: Database,
  agent: Pick<
    KnownAgent,
    'id' | 'state' | 'claim' | 'claimedProof' | 'deviceId' | 'sid' | 'userName' | 'upn'
  >,
): Promise<Predecessor | null> {
  const { id, state, claim, claimedProof, deviceId, sid, userName, upn } = agent;
  if (state !== 'waiting' || claim !== null || claimedProof !== null) return null;
  const rows = await db
    .selectFrom('agent')
    .innerJoin('requester', 'requester.id', 'agent.requesterId')
    .select(['agent.userName', 'agent.upn'])
    .select(['agent.id', 'agent.requesterId', 'agent.provenIssuer', 'agent.provenSubject', 'requester.email'])
    .where('agent.deviceId', '=', deviceId)
    .where('agent.sid', '=', sid)
    .where('agent.state', '=', 'active')
    .where('agent.id', '!=', id)
    .execute();
  const isSame = (row: (typeof rows)[number]) =>
    sameName(row.userName, userName) && (upn === null || (row.upn !== null && sameName(row.upn, upn)));
  return rows.find(isSame) ?? null;
}

/** Returns the standing sent with each sync. `proof` and `hasDirectory`: of the agent's organisation. */
export async function readStanding(
  db: Database,
  agent: KnownAgent,
  { proof, hasDirectory }: { proof: Standing['proof']; hasDirectory: boolean },
): Promise<Standing> {
  const { organisation, organisationId, state, email, fullName } = agent;
  const requester = email !== null && fullName !== null ? { email, fullName } : null;
  // an agent that is not active must learn nothing from the directory
  const suggested = state === 'active' && hasDirectory ? await suggest(db, organisationId, agent) : null;
  const mayReplace = (await readPredecessor(db, agent)) !== null;
  const mayReturn = proof === 'sign-in' && endableClaim(agent) !== null;
  const { mailsAlways, mailsNotices } = agent;
  const hasWish = state === 'active' && mailsAlways !== null && mailsNotices !== null;
  const mailWish = hasWish ? mailWishOf({ mailsAlways, mailsNotices }) : null;
  return { organisation, state, requester, suggested, mayReplace, mayReturn, proof, mailWish };
}

async function suggest(
  db: Database,
  organisationId: string,
  user: WindowsUser,
): Promise<Standing['suggested']> {
  const person = await personOfWindowsUser(db, organisationId, user);
  if (!person) return null;
  const { email, fullName, phone, site, room } = person;
  return { email, fullName, phone, site, room };
}
