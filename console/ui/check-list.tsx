// The results of a test: each check, and why it failed.
import {
  Caption1,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleFilled, DismissCircleFilled } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import type { Reason } from '../../contract/primitives.ts';
import { plainList } from './plain-list.ts';
import { useTexts } from './texts.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  list: {
    ...plainList(tokens.spacingVerticalXS),
    // the buttons of the dialog follow right below
    paddingBottom: tokens.spacingVerticalM,
  },
  item: { display: 'flex', alignItems: 'start', columnGap: tokens.spacingHorizontalS },
  text: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  mark: { fontSize: '20px', flexShrink: 0 },
  fine: { color: tokens.colorStatusSuccessForeground1 },
  missing: { color: tokens.colorStatusDangerForeground1 },
  why: { color: tokens.colorNeutralForeground2 },
});

interface CheckListProps {
  /** `problem` is null where the check passed, `untried` is what it did not try; each label occurs once */
  checks: readonly { label: string; problem: Reason | null; untried?: Reason | undefined }[];
  /** what it means when every check passed */
  fine: string;
}

export function CheckList({ checks, fine }: CheckListProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const missing = checks.filter(({ problem }) => problem !== null).length;
  // The results are at the end of a long form.
  useEffect(() => void root.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={root} className={styles.root} role="status">
      <MessageBar intent={missing === 0 ? 'success' : 'warning'} layout="multiline">
        <MessageBarBody>
          {missing === 0 ? fine : t('backends.testMissing', { count: missing })}
        </MessageBarBody>
      </MessageBar>
      <ul className={styles.list}>
        {checks.map(({ label, problem, untried }) => (
          <li key={label} className={styles.item}>
            {problem === null ? (
              <CheckmarkCircleFilled
                className={mergeClasses(styles.mark, styles.fine)}
                aria-label={t('backends.fine')}
              />
            ) : (
              <DismissCircleFilled
                className={mergeClasses(styles.mark, styles.missing)}
                aria-label={t('backends.missing')}
              />
            )}
            <span className={styles.text}>
              {label}
              {problem !== null && <Caption1 className={styles.why}>{problem[language]}</Caption1>}
              {untried && <Caption1 className={styles.why}>{untried[language]}</Caption1>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
