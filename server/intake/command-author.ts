// The author of a command, or of the files that it names.
import { err, ok, type Result } from '../../contract/result.ts';
import { type KnownAgent, readAgentToAct, stateObstacle } from '../enrolment/standing.ts';
import type { Database } from '../storage/schema.ts';

/** The requester who wrote the command, and the agent that sent it. */
export interface CommandAuthor {
  agentId: string;
  organisationId: string;
  requesterId: string;
}

/** Errors: why this agent may send neither commands nor files. */
export function authorOf({
  id,
  state,
  organisationId,
  requesterId,
}: Pick<KnownAgent, 'id' | 'state' | 'organisationId' | 'requesterId'>): Result<CommandAuthor> {
  const obstacle = stateObstacle(state);
  if (obstacle) return err(obstacle);
  return requesterId === null
    ? err('address-not-confirmed')
    : ok({ agentId: id, organisationId, requesterId });
}

/** As `authorOf`, of the agent's current row, which stays as it is until the commit. */
export async function readAuthor(transaction: Database, agentId: string): Promise<Result<CommandAuthor>> {
  const agent = await readAgentToAct(transaction, agentId);
  return agent ? authorOf(agent) : err('agent-unknown');
}
