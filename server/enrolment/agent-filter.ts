// Which agents a list shows and an act on all that match changes, and their numbers.
import type { ExpressionBuilder } from 'kysely';
import type { AgentCounts, AgentFilter, StaffScope } from '../../contract/console.ts';
import { wordsOf } from '../../contract/fold.ts';
import { inScope } from '../staff/scope.ts';
import { containsWords } from '../storage/contains-words.ts';
import type { Database, Schema } from '../storage/schema.ts';

/**
 * Returns the condition on an agent, which is of an organisation of the scope. Its parts do not join: each reads one table or index
 * once.
 */
export function matchesFilter({ organisationId, state, search }: AgentFilter, scope: StaffScope) {
  const words = wordsOf(search);
  return (agent: ExpressionBuilder<Schema, 'agent'>) => {
    const conditions = [];
    if (state !== undefined) conditions.push(agent('agent.state', '=', state));
    if (scope !== null) {
      const reached = agent
        .selectFrom('device')
        .select('device.id')
        .where(inScope(scope, 'device.organisationId'));
      conditions.push(agent('agent.deviceId', 'in', reached));
    }
    if (organisationId !== undefined) {
      const owned = agent
        .selectFrom('device')
        .select('device.id')
        .where('organisationId', '=', organisationId);
      conditions.push(agent('agent.deviceId', 'in', owned));
    }
    if (words.length > 0) {
      const named = agent
        .selectFrom('device')
        .select('device.id')
        .where(containsWords('device.hostKey', words));
      const people = agent
        .selectFrom('requester')
        .select('requester.id')
        .where(containsWords('requester.searchText', words));
      conditions.push(
        agent.or([
          containsWords('agent.nameKey', words),
          agent('agent.deviceId', 'in', named),
          agent('agent.requesterId', 'in', people),
        ]),
      );
    }
    return agent.and(conditions);
  };
}

/** Counts the agents that match by state. */
export async function countAgents(
  db: Database,
  filter: AgentFilter,
  scope: StaffScope,
): Promise<AgentCounts> {
  const rows = await db
    .selectFrom('agent')
    .select(({ fn }) => ['agent.state', fn.countAll<number>().as('count')])
    .where(matchesFilter(filter, scope))
    .groupBy('agent.state')
    .execute();
  const counts: AgentCounts = { waiting: 0, active: 0, suspended: 0, retired: 0 };
  for (const { state, count } of rows) counts[state] = Number(count);
  return counts;
}
