// The facts of a ticket, beside its time line: who, on which device, since when.
import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { Moment } from '../ui/instant.tsx';
import { type Phrase, useWords } from '../ui/words.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    alignSelf: 'start',
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
  const { t } = useWords();
  const styles = useStyles();
  const facts: { name: Phrase; value: ReactNode }[] = [
    {
      name: 'tickets.column.requester',
      value: (
        <>
          <Text>{ticket.requester}</Text>
          <Link href={`mailto:${ticket.requesterEmail}`}>{ticket.requesterEmail}</Link>
        </>
      ),
    },
    { name: 'tickets.column.organisation', value: ticket.organisation },
    {
      name: 'tickets.device',
      value: (
        <>
          <Text>{ticket.hostname}</Text>
          <Text className={styles.secondary}>{ticket.userName}</Text>
        </>
      ),
    },
    { name: 'tickets.kindName', value: t(`tickets.kind.${ticket.kind}`) },
    {
      name: 'tickets.column.technician',
      value: ticket.technician ?? <Text className={styles.secondary}>{t('tickets.nobody')}</Text>,
    },
    { name: 'tickets.opened', value: <Moment at={ticket.createdAt} /> },
  ];
  return (
    <dl className={styles.list} aria-label={t('tickets.facts')}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt className={styles.name}>{t(name)}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
