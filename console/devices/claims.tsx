// What an agent claims beside what was accepted, each as old > new, and whether it would replace another agent.
import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { WarningRegular } from '@fluentui/react-icons';
import type { AgentRow } from '../../contract/console.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  line: {
    display: 'flex',
    alignItems: 'start',
    columnGap: tokens.spacingHorizontalXS,
    overflowWrap: 'anywhere',
  },
  icon: { flexShrink: 0, fontSize: '16px', color: tokens.colorStatusWarningForeground1 },
});

/** Nothing where the agent claims what was accepted. */
export function Claims({ agent: { claims, replaces } }: { agent: AgentRow }) {
  const { t } = useTexts();
  const styles = useStyles();
  const lines = claims.map(({ what, from, to }) =>
    t(`devices.claim.${what}`, { from: from ?? t('devices.claim.none'), to: to ?? t('devices.claim.none') }),
  );
  if (replaces) lines.push(t('devices.claim.replaces'));
  if (lines.length === 0) return null;
  return (
    <ul className={styles.list}>
      {lines.map((line) => (
        <li key={line} className={styles.line}>
          <WarningRegular className={styles.icon} aria-hidden />
          <Caption1>{line}</Caption1>
        </li>
      ))}
    </ul>
  );
}
