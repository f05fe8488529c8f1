// Says that the agent has begun anew on this computer: what was kept, what was never sent, and what comes next.
import { Button, makeStyles } from '@fluentui/react-components';
import type { Recovery } from '../../contract/recovery.ts';
import { useAppState, useBridge } from './bridge.ts';
import { Notice } from './notice.tsx';
import { type Translate, useTexts } from './texts.ts';

const useStyles = makeStyles({ line: { display: 'block' } });

/** What is counted, without what there is none of. */
function countedText({ queued, drafts }: Recovery['kept'], t: Translate): string {
  return [
    ...(queued > 0 ? [t('recovery.queued', { count: queued })] : []),
    ...(drafts > 0 ? [t('recovery.unfinished', { count: drafts })] : []),
  ].join(', ');
}

function lostText({ lost, isCounted, cause }: Recovery, t: Translate): string {
  const { queued, drafts } = lost;
  if (queued + drafts > 0) {
    const counted = t('recovery.lost', { what: countedText(lost, t) });
    return isCounted ? counted : `${counted} ${t('recovery.perhapsMore')}`;
  }
  if (isCounted) return t('recovery.nothingLost');
  return t(cause === 'missing' ? 'recovery.unknown' : 'recovery.perhapsMore');
}

/** The sentences in order: what happened, what was kept, what was lost, what comes next. */
function sentencesOf(recovery: Recovery, t: Translate): string[] {
  const { queued, drafts } = recovery.kept;
  return [
    t(`recovery.${recovery.cause}`),
    ...(queued + drafts > 0 ? [t('recovery.kept', { what: countedText(recovery.kept, t) })] : []),
    lostText(recovery, t),
    t('recovery.next'),
    ...(recovery.setAside === null ? [] : [t('recovery.setAside', { folder: recovery.setAside })]),
  ];
}

export function RecoveryNotice() {
  const { t } = useTexts();
  const { ask } = useBridge();
  const { recovery, condition, isRecovering } = useAppState();
  const styles = useStyles();
  if (recovery === null) return null;
  const mustProve =
    isRecovering && (condition === 'confirm-address' || condition === 'waiting-for-activation');
  return (
    <Notice
      intent="warning"
      actions={
        <>
          {mustProve ? (
            <Button size="small" onClick={() => void ask['window:open']('settings')}>
              {t('settings.heading')}
            </Button>
          ) : null}
          <Button size="small" onClick={() => void ask['app:recovery-read']()}>
            {t('recovery.read')}
          </Button>
        </>
      }
    >
      {sentencesOf(recovery, t).map((sentence) => (
        <span key={sentence} className={styles.line}>
          {sentence}
        </span>
      ))}
    </Notice>
  );
}
