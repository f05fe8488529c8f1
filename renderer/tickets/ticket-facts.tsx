// The facts of a ticket, in the order one asks after them, and the answers given to its category's questions.
import type { MyTicketDetail } from '../../contract/ipc.ts';
import { useAppState } from '../ui/bridge.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { Deadline, Instant } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { isOverdue } from './due.ts';
import { statusOf } from './status.ts';

/** A fact that the ticket does not have is left out. */
function factIf(name: string, value: string | null | undefined): Fact[] {
  return value ? [{ name, value }] : [];
}

export function TicketFacts({ detail: { place, ticket } }: { detail: MyTicketDetail }) {
  const { t } = useTexts();
  const { language } = useAppState();
  const { technician, dueAt, requester, you, contacts, approver, impact, urgency } = ticket;
  const overdue = isOverdue(ticket, Date.now());
  return (
    <Facts
      sideBySide
      facts={[
        { name: t('tickets.status'), value: statusOf({ ...ticket, place }, t) },
        { name: t('tickets.opened'), value: <Instant at={ticket.createdAt} /> },
        ...(dueAt === null
          ? []
          : [
              {
                name: t('tickets.due'),
                value: (
                  <>
                    <Deadline at={dueAt} />
                    {overdue ? ` (${t('tickets.late')})` : null}
                  </>
                ),
              },
            ]),
        { name: t('tickets.technician'), value: technician ?? t('tickets.noTechnician') },
        ...factIf(t('tickets.category'), ticket.category?.name[language]),
        ...factIf(t('tickets.requester'), you === 'requester' ? null : requester.fullName),
        ...factIf(t('tickets.contacts'), contacts.map(({ fullName }) => fullName).join(', ')),
        ...factIf(t('tickets.approver'), approver),
        ...factIf(t('capture.impact.label'), impact && t(`capture.impact.${impact}`)),
        ...factIf(t('capture.urgency.label'), urgency && t(`capture.urgency.${urgency}`)),
      ]}
    />
  );
}

export function TicketAnswers({ detail: { ticket } }: { detail: MyTicketDetail }) {
  if (ticket.answers.length === 0) return null;
  return <Facts facts={ticket.answers.map(({ label, value }) => ({ name: label, value }))} />;
}
