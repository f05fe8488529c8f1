// Commands as submit appends them to the outbox.
import type { OutboxStore } from '../../main/outbox/outbox-store.ts';

type OutboxCommand = Parameters<OutboxStore['append']>[0];

/** A new ticket without files. */
export function commandOf(key: string, title: string): OutboxCommand {
  return {
    key,
    kind: 'create-ticket',
    submittedAt: '2026-01-31T09:45:00.000Z',
    files: [],
    body: {
      title,
      description: `About ${title}`,
      ticketKind: 'incident',
      categoryId: null,
      answers: [],
      impact: null,
      urgency: null,
      onBehalfOf: null,
      contacts: [],
      attachments: [],
      facts: [],
    },
  };
}
