// The ticket that was just submitted, and how far it has come, until it has its number.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import { unreachable } from '../../contract/constants.ts';
import type { MyTicketDetail, UploadProgress } from '../../contract/ipc.ts';
import { useTicket } from '../tickets/use-tickets.ts';
import { useAppState, useBridge } from '../ui/bridge.ts';
import { Frame } from '../ui/frame.tsx';
import { useLocale } from '../ui/instant.tsx';
import { submissionPath } from '../ui/progress-path.ts';
import { ProgressPath } from '../ui/progress-path-view.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';
import { clockTime, fileSize } from '../ui/time.ts';

const useStyles = makeStyles({
  result: {
    flex: '1 0 auto',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '16px',
    textAlign: 'center',
  },
  mark: { fontSize: '48px', color: tokens.colorBrandForeground1 },
  sentence: { ...typographyStyles.subtitle2, margin: 0 },
  title: {
    ...typographyStyles.body1,
    margin: 0,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
});

interface Submission {
  stage: MyTicketDetail['stage'];
  number: string | null;
  online: boolean;
  /** the agent has begun anew, and the help desk does not take anything from it yet */
  isRecovering: boolean;
  /** time of day at which the server takes it again; null: at once */
  laterAt: string | null;
}

function submissionSentence(
  { stage, number, online, isRecovering, laterAt }: Submission,
  t: Translate,
): string {
  switch (stage) {
    case 'created':
      return number === null ? t('submitted.createdNoNumber') : t('submitted.created', { number });
    case 'sent':
      return t('submitted.sent');
    case 'saved':
      if (isRecovering) return t('submitted.savedRecovering');
      if (!online) return t('submitted.savedOffline');
      return laterAt === null ? t('submitted.saved') : t('submitted.savedForLater', { when: laterAt });
    case 'missing':
      return t('tickets.missingWhy');
    default:
      return unreachable(stage);
  }
}

function uploaded({ sent, size }: UploadProgress, locale: string) {
  return { sent: fileSize(sent, locale), size: fileSize(size, locale) };
}

interface SubmittedTicketProps {
  ticketId: string;
  onClose: () => Promise<void>;
}

export function SubmittedTicket({ ticketId, onClose }: SubmittedTicketProps) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const { online, condition, isRecovering: hasBegunAnew } = useAppState();
  const isRecovering = hasBegunAnew && condition !== 'ready' && condition !== 'offline';
  const styles = useStyles();
  const locale = useLocale();
  const detail = useTicket(ticketId).value;
  const closing = useRef<HTMLDivElement>(null);
  useEffect(() => closing.current?.querySelector('button')?.focus(), []);
  const stage = detail?.stage ?? 'saved';
  const { number = null, numberAwaited = false } = detail?.ticket ?? {};
  const progress = detail?.progress ?? null;
  const pausedUntil = detail?.pausedUntil ?? null;
  const laterAt = pausedUntil === null ? null : clockTime(pausedUntil, locale);

  async function openTicket(): Promise<void> {
    await ask['tickets:show']({ id: ticketId });
    await onClose();
  }

  return (
    <Frame
      heading={t('capture.heading')}
      footer={
        <>
          <Button onClick={() => void openTicket()}>{t('submitted.open')}</Button>
          <div ref={closing}>
            <Button appearance="primary" onClick={() => void onClose()}>
              {t('act.close')}
            </Button>
          </div>
        </>
      }
    >
      <div className={styles.result}>
        <CheckmarkCircleRegular className={styles.mark} aria-hidden />
        <p className={styles.sentence} role="status">
          {submissionSentence({ stage, number, online, isRecovering, laterAt }, t)}
        </p>
        {detail ? <p className={styles.title}>{detail.ticket.title}</p> : null}
        <ProgressPath steps={submissionPath(stage)} details={{ number, numberAwaited, technician: null }} />
        {progress ? (
          <p className={styles.title}>{t('capture.uploading', uploaded(progress, locale))}</p>
        ) : null}
      </div>
    </Frame>
  );
}
