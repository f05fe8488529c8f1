// The properties of a ticket, the most asked for first, and the answers to its category's form.
import type { MyTicketDetail } from '../../contract/ipc.ts';
import { isFinished, isOverdue, type Pending } from '../../contract/ticket.ts';
import { useAppState } from '../ui/bridge.ts';
import { Deadline, Instant } from '../ui/instant.tsx';
import { type Property, PropertyList } from '../ui/property-list.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';
import { statusOf } from './status.ts';

/** Returns a property, or none when it has no value. */
function propertyIf(name: string, value: string | null | undefined): Property[] {
  return value ? [{ name, value }] : [];
}

/** Why the ticket is pending, and when it goes on by itself. */
function pendingProperties(pending: Pending | null, t: Translate): Property[] {
  if (pending === null) return [];
  const { reason, until, untilAnswer } = pending;
  const goesOn = until !== null || untilAnswer;
  const value = (
    <>
      {until !== null && <Deadline at={until} />}
      {untilAnswer && t(until === null ? 'tickets.atAnswer' : 'tickets.orAtAnswer')}
    </>
  );
  return [
    { name: t('tickets.waitsFor'), value: reason },
    ...(goesOn ? [{ name: t('tickets.goesOn'), value }] : []),
  ];
}

export function TicketProperties({ detail: { stage, ticket } }: { detail: MyTicketDetail }) {
  const { t } = useTexts();
  const { language } = useAppState();
  const { technician, team, dueAt, requester, you, contacts, approver, impact, urgency, closesAt } = ticket;
  const { priority, priorityReason } = ticket;
  const overdue = isOverdue(ticket, Date.now());
  return (
    <PropertyList
      sideBySide
      properties={[
        { name: t('tickets.status'), value: statusOf({ ...ticket, stage }, t) },
        ...pendingProperties(ticket.pending, t),
        { name: t('tickets.opened'), value: <Instant at={ticket.createdAt} /> },
        ...(dueAt === null || isFinished(ticket.status)
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
        ...(closesAt === null ? [] : [{ name: t('tickets.closes'), value: <Deadline at={closesAt} /> }]),
        ...propertyIf(t('tickets.team'), team),
        { name: t('tickets.technician'), value: technician ?? t('tickets.noTechnician') },
        ...propertyIf(t('tickets.category'), ticket.category?.name[language]),
        ...propertyIf(t('tickets.requester'), you === 'requester' ? null : requester.fullName),
        ...propertyIf(t('tickets.contacts'), contacts.map(({ fullName }) => fullName).join(', ')),
        ...propertyIf(t('tickets.approver'), approver),
        ...propertyIf(t('capture.impact.label'), impact && t(`capture.impact.${impact}`)),
        ...propertyIf(t('capture.urgency.label'), urgency && t(`capture.urgency.${urgency}`)),
        // staff set it: what impact and urgency give says nothing new to the requester
        ...propertyIf(
          t('tickets.priority'),
          priorityReason && priority && `${t(`tickets.priorities.${priority}`)} (${priorityReason})`,
        ),
      ]}
    />
  );
}

export function TicketAnswers({ detail: { ticket } }: { detail: MyTicketDetail }) {
  if (ticket.answers.length === 0) return null;
  return <PropertyList properties={ticket.answers.map(({ label, value }) => ({ name: label, value }))} />;
}
