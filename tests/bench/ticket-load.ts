// Tickets by POST /v1/sync, from one client and from 16 at once.
import { type Load, type LoadedServer, load, newTicket, sync } from './server-load.ts';

const WARM_UP = 200;
const FROM_ONE = 600;
const FROM_SIXTEEN = 3000;

export interface TicketLoad {
  one: Load;
  many: Load;
  /** id of one of the tickets */
  ticketId: string;
}

/** Sends the tickets, each from the next agent. */
export async function sendTickets({ server, agents }: LoadedServer): Promise<TicketLoad> {
  let sent = 0;
  let ticketId = '';
  const sendTicket = () => {
    const ticket = newTicket(`Measured ${sent}`);
    ticketId ||= ticket.key;
    sent += 1;
    return sync(server.url, agents[sent % agents.length] ?? '', { commands: [ticket] });
  };
  await load(4, WARM_UP, sendTicket);
  const one = await load(1, FROM_ONE, sendTicket);
  const many = await load(16, FROM_SIXTEEN, sendTicket);
  return { one, many, ticketId };
}
