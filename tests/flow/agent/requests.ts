// Requests of My tickets to an agent. Each returns its value, or throws the error code.
import type { MyTicketDetail, TicketList, TicketListQuery } from '../../../contract/ipc.ts';
import type { Result } from '../../../contract/result.ts';
import type { RequesterAct } from '../../../contract/ticket.ts';
import type { AgentUnderTest } from '../../fakes/agent-under-test.ts';

/** Returns the value of a result. Throws its error code. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

export async function listTickets(
  agent: AgentUnderTest,
  query: Partial<TicketListQuery>,
): Promise<TicketList> {
  const whole: TicketListQuery = { shelf: 'open', search: '', older: false, limit: 50, ...query };
  return unwrap(await agent.ask('tickets:list', whole));
}

export async function openTicket(agent: AgentUnderTest, id: string): Promise<MyTicketDetail> {
  return unwrap(await agent.ask('tickets:open', { id }));
}

/** Writes a message to a ticket and submits it. */
export async function sendMessage(
  agent: AgentUnderTest,
  ticketId: string,
  description: string,
  act: RequesterAct | null = null,
): Promise<void> {
  const draft = unwrap(await agent.ask('draft:of-ticket', { id: ticketId }));
  const content = { ...draft.content, description };
  unwrap(await agent.ask('draft:submit', { id: draft.id, content, act }));
}
