// A valid command of each kind, on the ticket of the stage.
import type { z } from 'zod';
import type { COMMANDS, CommandKind } from '../../../../contract/sync.ts';
import type { Stage } from './stage.ts';

type Bodies = { readonly [K in CommandKind]: z.input<(typeof COMMANDS)[K]> };

/** A body and the status that the ticket has before. */
interface Prepared<B = unknown> {
  body: B;
  status: string;
}

const NEW_TICKET: Bodies['create-ticket'] = {
  ticketKind: 'incident',
  title: 'Another one',
  description: '',
  attachments: [],
};

function act(
  ticketId: string,
  name: Bodies['act-on-ticket']['act'],
  status: string,
): Prepared<Bodies['act-on-ticket']> {
  return { body: { ticketId, act: name }, status };
}

const OPEN = 'waiting_for_approval';

/** A kind without a body here does not compile. */
export const COMMAND_REQUESTS: { readonly [K in CommandKind]: (stage: Stage) => Prepared<Bodies[K]> } = {
  'create-ticket': () => ({ body: NEW_TICKET, status: OPEN }),
  'add-comment': ({ ticket: ticketId }) => ({
    body: { ticketId, body: 'Any news?', attachments: [] },
    status: OPEN,
  }),
  'act-on-ticket': ({ ticket }) => act(ticket, 'close', 'resolved'),
  'rate-ticket': ({ ticket: ticketId }) => ({
    body: { ticketId, score: 3, comment: '' },
    status: 'resolved',
  }),
  'join-ticket': ({ ticket: ticketId, announcement: announcementId }) => ({
    body: { ticketId, announcementId },
    status: OPEN,
  }),
};

/** The rows of a kind in another situation, by the name of the row. */
export const COMMAND_SITUATIONS: Readonly<Record<string, (stage: Stage) => Prepared>> = {
  'create-ticket/for-a-colleague': () => {
    const onBehalfOf = { email: 'contoso.person@contoso.example', fullName: 'Whoever' };
    return { body: { ...NEW_TICKET, onBehalfOf }, status: OPEN };
  },
  'create-ticket/with-a-foreigner': () => {
    const contacts = [{ email: 'fabrikam.person@contoso.example', fullName: 'Whoever' }];
    return { body: { ...NEW_TICKET, contacts }, status: OPEN };
  },
  'act-on-ticket/close': ({ ticket }) => act(ticket, 'close', 'resolved'),
  'act-on-ticket/reopen': ({ ticket }) => act(ticket, 'reopen', 'resolved'),
  'act-on-ticket/approve': ({ ticket }) => act(ticket, 'approve', OPEN),
  'act-on-ticket/reject': ({ ticket }) => act(ticket, 'reject', OPEN),
  'join-ticket/unannounced': ({ ticket: ticketId, contoso }) => ({
    body: { ticketId, announcementId: contoso },
    status: OPEN,
  }),
};
