// The facts of a ticket, beside its time line: who, about what, how pressing, and until when.
import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { Moment } from '../ui/instant.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { Due } from './due.tsx';
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

export function TicketFacts({ ticket }: { ticket: DeskTicket }) {
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

/** One fact; nothing where there is nothing to say. */
function Fact({ name, children }: { name: Phrase; children: ReactNode }) {
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
  const styles = useStyles();
  const { requester, requesterEmail, writtenBy, contacts, organisation, hostname, userName } = ticket;
  return (
    <>
      <Fact name="tickets.column.requester">
        <Text>{requester}</Text>
        <Link href={`mailto:${requesterEmail}`}>{requesterEmail}</Link>
      </Fact>
      <Fact name="tickets.writtenBy">{writtenBy}</Fact>
      <Fact name="tickets.contacts">
        {contacts.length === 0
          ? null
          : contacts.map(({ email, fullName }) => (
              <Link key={email} href={`mailto:${email}`} title={email}>
                {fullName}
              </Link>
            ))}
      </Fact>
      <Fact name="tickets.column.organisation">{organisation}</Fact>
      <Fact name="tickets.device">
        <Text>{hostname}</Text>
        <Text className={styles.secondary}>{userName}</Text>
      </Fact>
    </>
  );
}

function Subject({ ticket }: { ticket: DeskTicket }) {
  const { t, language } = useTexts();
  const { category, kind, impact, urgency } = ticket;
  return (
    <>
      <Fact name="tickets.category">{category?.name[language] ?? null}</Fact>
      <Fact name="tickets.kindName">{t(`tickets.kind.${kind}`)}</Fact>
      <Fact name="tickets.impactName">{impact && t(`tickets.impact.${impact}`)}</Fact>
      <Fact name="tickets.urgencyName">{urgency && t(`tickets.urgency.${urgency}`)}</Fact>
    </>
  );
}

function Progress({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { technician, links, createdAt, dueAt, satisfaction } = ticket;
  const isElsewhereToo = links.some(({ backendId }) => backendId !== 'built-in');
  return (
    <>
      <Approver ticket={ticket} />
      <Fact name="tickets.column.technician">
        {technician ?? <Text className={styles.secondary}>{t('tickets.nobody')}</Text>}
      </Fact>
      <Fact name="tickets.desks">{isElsewhereToo ? <TicketLinks links={links} /> : null}</Fact>
      <Fact name="tickets.opened">
        <Moment at={createdAt} />
      </Fact>
      <Fact name="tickets.column.due">{dueAt && <Due ticket={ticket} />}</Fact>
      <Fact name="tickets.satisfaction">{satisfaction && <Satisfaction given={satisfaction} />}</Fact>
    </>
  );
}

/** Whom it waits for, with the address to ask at, and whether they can answer at all. */
function Approver({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { approver, approverAccount: account } = ticket;
  const approval = approvalOf(ticket.status);
  return (
    <Fact name="tickets.approver">
      {approver && (
        <>
          <Text>{approver}</Text>
          {account && <Link href={`mailto:${account.email}`}>{account.email}</Link>}
          {approval && <Text className={styles.secondary}>{t(`tickets.approval.${approval}`)}</Text>}
          {approval === 'waiting' && account?.canDecide === false ? (
            <Text>{t('tickets.approval.noAgent')}</Text>
          ) : null}
        </>
      )}
    </Fact>
  );
}

/** What the approver decided, as far as the status still says it; null once the ticket has moved on. */
function approvalOf(status: DeskTicket['status']): 'waiting' | 'approved' | 'rejected' | null {
  if (status === 'waiting_for_approval') return 'waiting';
  return status === 'approved' || status === 'rejected' ? status : null;
}
