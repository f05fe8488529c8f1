// How a backend is doing, in words.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, ClockRegular, WarningRegular } from '@fluentui/react-icons';
import type { BackendHealth as Health } from '../../contract/backends.ts';
import { type Reason, unreachable } from '../../contract/primitives.ts';
import { Deadline, Moment } from '../ui/instant.tsx';
import { plainList } from '../ui/plain-list.ts';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { lengthInWords, type Saying, sayingsOf } from './health.ts';

const useStyles = makeStyles({
  list: plainList(tokens.spacingVerticalXXS),
  line: { display: 'flex', alignItems: 'start', columnGap: tokens.spacingHorizontalS },
  words: { minWidth: 0, overflowWrap: 'anywhere' },
  icon: { fontSize: '20px', flexShrink: 0 },
  well: { color: tokens.colorStatusSuccessForeground1 },
  trouble: { color: tokens.colorStatusWarningForeground1 },
});

export function BackendHealth({ health, reads }: { health: Health; reads: boolean }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {sayingsOf(health, { reads }).map((saying) => (
        <li key={saying.say} className={styles.line}>
          <Mark saying={saying} />
          <span className={styles.words}>
            <Words saying={saying} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Mark({ saying: { say } }: { saying: Saying }) {
  const styles = useStyles();
  if (say === 'well')
    return <CheckmarkCircleRegular className={mergeClasses(styles.icon, styles.well)} aria-hidden />;
  if (say === 'waiting') return <ClockRegular className={styles.icon} aria-hidden />;
  return <WarningRegular className={mergeClasses(styles.icon, styles.trouble)} aria-hidden />;
}

const TELLING = {
  failed: 'backends.health.failed',
  unread: 'backends.health.unread',
  'left-out': 'backends.health.leftOut',
} as const;

function Words({ saying }: { saying: Saying }) {
  const { t, language } = useTexts();
  switch (saying.say) {
    case 'well':
      return t('backends.health.well');
    case 'unreadable':
      return t('backends.health.unreadable');
    case 'left-alone':
      return (
        <>
          {t('backends.health.leftAlone')} {saying.until !== null && <Deadline at={saying.until} />}
          <Because reason={saying.reason} />
        </>
      );
    case 'tried':
      return (
        <>
          {t('backends.health.tried')}
          <Because reason={saying.reason} />
        </>
      );
    case 'waiting': {
      const length = lengthInWords(saying.seconds, language);
      return t('backends.health.waiting', { count: saying.count, length });
    }
    case 'parked':
      return (
        <RouteLink to="/backends?view=parked">
          {t('backends.health.parked', { count: saying.count })}
        </RouteLink>
      );
    case 'numbers-late':
      return t('backends.health.numbersLate', { count: saying.count });
    case 'failed':
    case 'unread':
    case 'left-out':
      return (
        <>
          {t(TELLING[saying.say])} <Moment at={saying.at} />
          <Because reason={saying.reason} />
        </>
      );
    default:
      return unreachable(saying);
  }
}

function Because({ reason }: { reason: Reason | null }) {
  const { t, language } = useTexts();
  if (reason === null) return null;
  return (
    <>
      . {t('backends.health.because')} {reason[language]}
    </>
  );
}
