// The health of a backend, as a list of sentences.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, ClockRegular, WarningRegular } from '@fluentui/react-icons';
import type { BackendHealth as Health } from '../../contract/backends.ts';
import { type Reason, unreachable } from '../../contract/primitives.ts';
import { Deadline, Moment } from '../ui/instant.tsx';
import { plainList } from '../ui/plain-list.ts';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { findingsOf, formatDuration, type HealthFinding } from './health-findings.ts';

const useStyles = makeStyles({
  list: plainList(tokens.spacingVerticalXXS),
  line: { display: 'flex', alignItems: 'start', columnGap: tokens.spacingHorizontalS },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
  icon: { fontSize: '20px', flexShrink: 0 },
  well: { color: tokens.colorStatusSuccessForeground1 },
  trouble: { color: tokens.colorStatusWarningForeground1 },
});

export function BackendHealth({ health, reads }: { health: Health; reads: boolean }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {findingsOf(health, { reads }).map((finding) => (
        <li key={finding.type} className={styles.line}>
          <FindingIcon finding={finding} />
          <span className={styles.text}>
            <FindingText finding={finding} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function FindingIcon({ finding: { type } }: { finding: HealthFinding }) {
  const styles = useStyles();
  if (type === 'well')
    return <CheckmarkCircleRegular className={mergeClasses(styles.icon, styles.well)} aria-hidden />;
  if (type === 'waiting' || type === 'mails-held' || type === 'mails-ignored')
    return <ClockRegular className={styles.icon} aria-hidden />;
  return <WarningRegular className={mergeClasses(styles.icon, styles.trouble)} aria-hidden />;
}

const TIMED_TEXTS = {
  failed: 'backends.health.failed',
  'read-failed': 'backends.health.unread',
  'left-out': 'backends.health.leftOut',
} as const;

function FindingText({ finding }: { finding: HealthFinding }) {
  const { t, language } = useTexts();
  switch (finding.type) {
    case 'well':
      return t('backends.health.well');
    case 'unreadable':
      return t('backends.health.unreadable');
    case 'breaker-open':
      return (
        <>
          {t('backends.health.leftAlone')} {finding.until !== null && <Deadline at={finding.until} />}
          <ReasonText reason={finding.reason} />
        </>
      );
    case 'breaker-half-open':
      return (
        <>
          {t('backends.health.tried')}
          <ReasonText reason={finding.reason} />
        </>
      );
    case 'waiting': {
      const length = formatDuration(finding.seconds, language);
      return t('backends.health.waiting', { count: finding.count, length });
    }
    case 'parked':
      return (
        <RouteLink to="/backends?view=parked">
          {t('backends.health.parked', { count: finding.count })}
        </RouteLink>
      );
    case 'mails-held':
      return (
        <RouteLink to="/held-mails">{t('backends.health.mailsHeld', { count: finding.count })}</RouteLink>
      );
    case 'mails-ignored':
      return t('backends.health.mailsIgnored', { ...finding });
    case 'warning':
      return finding.reason[language];
    case 'numbers-late':
      return t('backends.health.numbersLate', { count: finding.count });
    case 'failed':
    case 'read-failed':
    case 'left-out':
      return (
        <>
          {t(TIMED_TEXTS[finding.type])} <Moment at={finding.at} />
          <ReasonText reason={finding.reason} />
        </>
      );
    default:
      return unreachable(finding);
  }
}

function ReasonText({ reason }: { reason: Reason | null }) {
  const { t, language } = useTexts();
  if (reason === null) return null;
  return (
    <>
      . {t('backends.health.because')} {reason[language]}
    </>
  );
}
