// The links of a ticket: the backend it lives on, those it was handed over to, and its number and status in each.
import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { TicketLink } from '../../contract/backends.ts';
import { useNow } from '../ui/instant.tsx';
import { plainList } from '../ui/plain-list.ts';
import { useTexts } from '../ui/texts.ts';
import { missingNumberPhrase } from './links.ts';
import { StatusBadge } from './status-badge.tsx';

const useStyles = makeStyles({
  list: plainList(tokens.spacingVerticalS),
  link: { display: 'flex', flexDirection: 'column', alignItems: 'start', rowGap: tokens.spacingVerticalXXS },
  secondary: { color: tokens.colorNeutralForeground2 },
});

export function TicketLinks({ links }: { links: readonly TicketLink[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {links.map((link) => (
        <li key={`${link.tier} ${link.backendId}`} className={styles.link}>
          <Link link={link} />
        </li>
      ))}
    </ul>
  );
}

function Link({ link }: { link: TicketLink }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { backend, tier, number, numberDueAt, status, backendStatus } = link;
  const now = useNow();
  const isLate = numberDueAt !== null && Date.parse(numberDueAt) < now;
  return (
    <>
      <Text>{backend}</Text>
      <Caption1 className={styles.secondary}>
        {tier === 1 ? t('tickets.lives') : t('tickets.handedOver')} · {number ?? t(missingNumberPhrase(link))}
      </Caption1>
      {isLate && <Caption1>{t('tickets.numberLate')}</Caption1>}
      {status ? (
        <StatusBadge status={status} size="medium" />
      ) : (
        backendStatus && <Text className={styles.secondary}>{backendStatus}</Text>
      )}
    </>
  );
}
