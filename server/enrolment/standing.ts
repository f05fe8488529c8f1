// Authenticates agents, and reads what the server currently allows them.
import type { Standing } from '../../contract/enrolment.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { type AgentState, unreachable } from '../../contract/primitives.ts';
import { sameHash, sha256 } from '../hashes.ts';
import { personOfWindowsUser, type WindowsUser } from '../people/directory.ts';
import type { Database } from '../storage/schema.ts';

/** An authenticated agent. */
export interface KnownAgent {
  id: string;
  deviceId: string;
  organisationId: string;
  state: AgentState;
  requesterId: string | null;
  userName: string;
  upn: string | null;
}

/** Reads the agent's current row, or null. */
export async function readAgent(db: Database, agentId: string) {
  const row = await db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select([
      'agent.id',
      'agent.deviceId',
      'device.organisationId',
      'agent.state',
      'agent.requesterId',
      'agent.userName',
      'agent.upn',
      'agent.secretHash',
    ])
    .where('agent.id', '=', agentId)
    .executeTakeFirst();
  return row ?? null;
}

/** Returns the agent with the credentials `<agentId>.<secret>`, or null. */
export async function recogniseAgent(db: Database, credentials: string): Promise<KnownAgent | null> {
  const [agentId, secret] = credentials.split('.');
  if (!agentId || !secret) return null;
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

/** Reads the standing sent with each sync. Throws for an unknown agent. */
export async function readStanding(db: Database, agentId: string): Promise<Standing> {
  const { organisation, organisationId, state, userName, upn, email, fullName } = await db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .innerJoin('organisation', 'organisation.id', 'device.organisationId')
    .leftJoin('requester', 'requester.id', 'agent.requesterId')
    .select([
      'organisation.name as organisation',
      'organisation.id as organisationId',
      'agent.state',
      'agent.userName',
      'agent.upn',
      'requester.email',
      'requester.fullName',
    ])
    .where('agent.id', '=', agentId)
    .executeTakeFirstOrThrow();
  const requester = email !== null && fullName !== null ? { email, fullName } : null;
  // an agent that is not active must learn nothing from the directory
  const suggested = state === 'active' ? await suggest(db, organisationId, { userName, upn }) : null;
  return { organisation, state, requester, suggested };
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
