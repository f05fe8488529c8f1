// The details of a ticket beside its time line: people, subject and progress.
import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { isFinished, type Pending } from '../../contract/ticket.ts';
import { lastDayOf } from '../colleagues/absence-form.ts';
import { useDay } from '../colleagues/away.tsx';
import { Deadline, Moment } from '../ui/instant.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { ApprovalFacts } from './approval-facts.tsx';
import { Due } from './due.tsx';
import { Followers } from './followers.tsx';
import { Relations } from './relations.tsx';
import { Satisfaction } from './satisfaction.tsx';
import { TicketLinks } from './ticket-links.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
    overflowWrap: 'anywhere',
  },
  name: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, display: 'flex', flexDirection: 'column' },
  secondary: { color: tokens.colorNeutralForeground2 },
});

export function TicketDetails({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <dl className={styles.list} aria-label={t('tickets.facts')}>
      <People ticket={ticket} />
      <Subject ticket={ticket} />
      <Progress ticket={ticket} />
    </dl>
  );
}

/** One detail. Renders nothing if it has no value. */
function Detail({ name, children }: { name: Phrase; children: ReactNode }) {
  const { t } = useTexts();
  const styles = useStyles();
  if (children === null) return null;
  return (
    <div>
      <dt className={styles.name}>{t(name)}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

function People({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { requester, requesterEmail, writtenBy, contacts, organisation, hostname, userName } = ticket;
  return (
    <>
      <Detail name="tickets.column.requester">
        <Text>{requester}</Text>
        <Link href={`mailto:${requesterEmail}`}>{requesterEmail}</Link>
      </Detail>
      <Detail name="tickets.writtenBy">{writtenBy}</Detail>
      <Detail name="tickets.contacts">
        {contacts.length === 0
          ? null
          : contacts.map(({ email, fullName }) => (
              <Link key={email} href={`mailto:${email}`} title={email}>
                {fullName}
              </Link>
            ))}
      </Detail>
      <Detail name="tickets.column.organisation">{organisation}</Detail>
      <Detail name="tickets.device">
        {hostname === '' ? <Text>{t('tickets.byMail')}</Text> : <Text>{hostname}</Text>}
        {userName !== '' && <Text className={styles.secondary}>{userName}</Text>}
      </Detail>
    </>
  );
}

function Subject({ ticket }: { ticket: DeskTicket }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { category, kind, impact, urgency, priority, priorityReason } = ticket;
  return (
    <>
      <Detail name="tickets.category">{category?.name[language] ?? null}</Detail>
      <Detail name="tickets.kindName">{t(`tickets.kind.${kind}`)}</Detail>
      <Detail name="tickets.impactName">{impact && t(`tickets.impact.${impact}`)}</Detail>
      <Detail name="tickets.urgencyName">{urgency && t(`tickets.urgency.${urgency}`)}</Detail>
      <Detail name="tickets.priorityName">
        {priority && (
          <>
            <Text>{t(`tickets.priority.${priority}`)}</Text>
            {priorityReason && <Text className={styles.secondary}>{priorityReason}</Text>}
          </>
        )}
      </Detail>
    </>
  );
}

function Progress({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { approval, technician, team, pending, links, createdAt, dueAt, closesAt, satisfaction, relations } =
    ticket;
  const isElsewhereToo = links.some(({ backendId }) => backendId !== 'built-in');
  return (
    <>
      <Detail name="tickets.approver">
        {approval && <ApprovalFacts approval={approval} status={ticket.status} />}
      </Detail>
      {team && <Detail name="tickets.column.team">{team}</Detail>}
      <Detail name="tickets.column.technician">
        {technician ?? <Text className={styles.secondary}>{t('tickets.nobody')}</Text>}
        {ticket.away && <TechnicianAway away={ticket.away} />}
      </Detail>
      <Detail name="tickets.followers">
        <Followers ticket={ticket} />
      </Detail>
      <Detail name="tickets.pending.name">{pending && <PendingFacts pending={pending} />}</Detail>
      <Detail name="tickets.desks">{isElsewhereToo ? <TicketLinks links={links} /> : null}</Detail>
      <Detail name="tickets.relations">
        {relations.length === 0 ? null : <Relations ticket={ticket} />}
      </Detail>
      <Detail name="tickets.opened">
        <Moment at={createdAt} />
      </Detail>
      <Detail name="tickets.column.due">
        {dueAt && !isFinished(ticket.status) ? <Due ticket={ticket} /> : null}
      </Detail>
      <Detail name="tickets.closes">{closesAt && <Deadline at={closesAt} />}</Detail>
      <Detail name="tickets.satisfaction">{satisfaction && <Satisfaction rating={satisfaction} />}</Detail>
    </>
  );
}

/** Until when the technician is away, and who stands in. */
function TechnicianAway({ away: { until, standIn } }: { away: NonNullable<DeskTicket['away']> }) {
  const { t } = useTexts();
  const styles = useStyles();
  const day = useDay();
  return (
    <Text className={styles.secondary}>
      {t('absence.away', { until: day(lastDayOf({ until })) })}
      {standIn && `, ${t('absence.standsIn', { name: standIn.fullName })}`}
    </Text>
  );
}

/** Why the ticket is pending, and when it comes back. */
function PendingFacts({ pending: { reason, until, untilAnswer } }: { pending: Pending }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <>
      <Text>{reason}</Text>
      {until !== null && (
        <Text className={styles.secondary}>
          {t('tickets.pending.back')} <Deadline at={until} />
        </Text>
      )}
      {untilAnswer && <Text className={styles.secondary}>{t('tickets.pending.backAtAnswer')}</Text>}
    </>
  );
}
