// The author of a command, or of the files that it names.
import { err, ok, type Result } from '../../contract/result.ts';
import { readAgent, stateObstacle } from '../enrolment/standing.ts';
import type { Database } from '../storage/schema.ts';

/** The requester who wrote the command, and the agent that sent it. */
export interface CommandAuthor {
  agentId: string;
  organisationId: string;
  requesterId: string;
}

/** Errors: why this agent may send neither commands nor files now. */
export async function readAuthor(db: Database, agentId: string): Promise<Result<CommandAuthor>> {
  const agent = await readAgent(db, agentId);
  if (!agent) return err('agent-unknown');
  const obstacle = stateObstacle(agent.state);
  if (obstacle) return err(obstacle);
  const { organisationId, requesterId } = agent;
  return requesterId === null ? err('address-not-confirmed') : ok({ agentId, organisationId, requesterId });
}
