// Activates, suspends and retires agents: selected ones, a whole organisation, or in advance of their enrolment.
import type { ChangeAgentState } from '../../contract/console.ts';
import type { AgentIdentity } from '../../contract/enrolment.ts';
import type { AgentState } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { organisationExists } from './organisations.ts';

type Act = ChangeAgentState['act'];

const CHANGES: Record<Act, { from: readonly AgentState[]; to: AgentState }> = {
  activate: { from: ['waiting', 'suspended'], to: 'active' },
  suspend: { from: ['waiting', 'active'], to: 'suspended' },
  retire: { from: ['waiting', 'active', 'suspended'], to: 'retired' },
};

/** Changes the state of the selected agents where the act allows it. Returns how many have changed. */
export async function changeAgentState(
  { db, audit, announce }: { db: Database; audit: Audit; announce: Announce },
  staffId: string,
  { act, selection }: ChangeAgentState,
): Promise<Result<number>> {
  const { from, to } = CHANGES[act];
  const result = await db.transaction().execute(async (transaction) => {
    if ('organisationId' in selection && !(await organisationExists(transaction, selection.organisationId))) {
      return err('not-found');
    }
    const chosen = transaction
      .selectFrom('agent')
      .innerJoin('device', 'device.id', 'agent.deviceId')
      .select(['agent.id', 'agent.state'])
      .where('agent.state', 'in', from);
    const agents = await ('organisationId' in selection
      ? chosen.where('device.organisationId', '=', selection.organisationId)
      : chosen.where('agent.id', 'in', selection.agentIds)
    ).execute();
    for (const agent of agents) {
      await transaction.updateTable('agent').set({ state: to }).where('id', '=', agent.id).execute();
      const subject = { kind: 'agent', id: agent.id } as const;
      await audit(transaction, { staffId, act, subject, details: { from: agent.state, to } });
    }
    return ok(agents.map((agent) => agent.id));
  });
  if (!result.ok) return result;
  announce.agents(result.value);
  if (to === 'retired') announce.dismiss(result.value);
  if (result.value.length > 0) announce.console('devices');
  return ok(result.value.length);
}

/** Whether an advance activation of the organisation matches this agent; names ignore case. */
export async function isActivatedInAdvance(
  db: Database,
  organisationId: string,
  { hostname, userName }: Pick<AgentIdentity, 'hostname' | 'userName'>,
): Promise<boolean> {
  const activations = await db
    .selectFrom('advanceActivation')
    .select(['hostname', 'userName'])
    .where('organisationId', '=', organisationId)
    .execute();
  return activations.some(
    (wanted) =>
      (wanted.hostname === null || wanted.hostname.toLowerCase() === hostname.toLowerCase()) &&
      (wanted.userName === null || sameUser(wanted.userName, userName)),
  );
}

/** A name without a domain matches that user of any domain. */
function sameUser(wanted: string, userName: string): boolean {
  const [name, own] = [wanted.toLowerCase(), userName.toLowerCase()];
  return name === own || name === own.slice(own.lastIndexOf('\\') + 1);
}
