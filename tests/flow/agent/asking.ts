// What the tests of My tickets ask of an agent, answered or thrown.
import type { MyTicketDetail, TicketList, TicketListQuery } from '../../../contract/ipc.ts';
import type { Result } from '../../../contract/result.ts';
import type { RequesterAct } from '../../../contract/ticket.ts';
import type { AgentUnderTest } from '../../fakes/agent-under-test.ts';

export function answered<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

export async function listed(agent: AgentUnderTest, query: Partial<TicketListQuery>): Promise<TicketList> {
  const whole: TicketListQuery = { shelf: 'open', search: '', older: false, limit: 50, ...query };
  return answered(await agent.ask('tickets:list', whole));
}

export async function detail(agent: AgentUnderTest, id: string): Promise<MyTicketDetail> {
  return answered(await agent.ask('tickets:open', { id }));
}

/** Writes a message to a ticket and sends it. */
export async function message(
  agent: AgentUnderTest,
  ticketId: string,
  description: string,
  act: RequesterAct | null = null,
): Promise<void> {
  const draft = answered(await agent.ask('draft:of-ticket', { id: ticketId }));
  const content = { ...draft.content, description };
  answered(await agent.ask('draft:submit', { id: draft.id, content, act }));
}
