// The path of a ticket on the screen: steps that were reached have a tick, the others a circle, so no colour is needed.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { CheckmarkCircleFilled, ChevronRightRegular, CircleRegular } from '@fluentui/react-icons';
import { unreachable } from '../../contract/constants.ts';
import type { Step } from './progress-path.ts';
import { type Translate, useTexts } from './texts.ts';

const useStyles = makeStyles({
  path: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  step: {
    ...typographyStyles.caption1,
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    color: tokens.colorNeutralForeground3,
  },
  reached: { color: tokens.colorNeutralForeground1 },
  current: { fontWeight: tokens.fontWeightSemibold },
  mark: { flexShrink: 0, fontSize: '16px' },
  tick: { color: tokens.colorBrandForeground1 },
  separator: { flexShrink: 0, color: tokens.colorNeutralForeground3, fontSize: '12px' },
});

/** The details of the ticket that the steps show. */
interface PathDetails {
  number: string | null;
  numberAwaited: boolean;
  technician: string | null;
}

function stepText(step: Step, { number, numberAwaited, technician }: PathDetails, t: Translate): string {
  switch (step.name) {
    case 'saved':
      return t('path.saved');
    case 'sent':
      return numberAwaited ? t('path.numberAwaited') : t('path.sent');
    case 'created':
      return number === null ? t('path.created') : t('path.createdAs', { number });
    case 'taken':
      return step.reached && technician !== null ? t('path.takenBy', { technician }) : t('path.taken');
    case 'rejected':
      return t('path.rejected');
    case 'resolved':
      return t('path.resolved');
    default:
      return unreachable(step.name);
  }
}

export function ProgressPath({ steps, details }: { steps: Step[]; details: PathDetails }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <ol className={styles.path} aria-label={t('path.name')}>
      {steps.map((step, index) => (
        <li
          key={step.name}
          className={mergeClasses(
            styles.step,
            step.reached && styles.reached,
            step.current && styles.current,
          )}
          aria-current={step.current ? 'step' : undefined}
        >
          {step.reached ? (
            <CheckmarkCircleFilled className={mergeClasses(styles.mark, styles.tick)} aria-hidden />
          ) : (
            <CircleRegular className={styles.mark} aria-hidden />
          )}
          {stepText(step, details, t)}
          {index < steps.length - 1 ? <ChevronRightRegular className={styles.separator} aria-hidden /> : null}
        </li>
      ))}
    </ol>
  );
}
