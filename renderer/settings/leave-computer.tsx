// Leave this computer: says what would be lost, and asks once before everything here is deleted.
import { Button, makeStyles, typographyStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { LeaveLosses } from '../../contract/ipc.ts';
import { useBridge, useSentence } from '../ui/bridge.ts';
import { Notice } from '../ui/notice.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  about: { ...typographyStyles.body1, margin: 0 },
  lines: { margin: 0, padding: 0, listStyleType: 'none' },
  button: { alignSelf: 'start' },
});

/** asking: the agent sends what waits; leaving: it deletes everything, and its windows close */
type Step =
  | { kind: 'idle'; failure: GuichetError | null }
  | { kind: 'asking' }
  | { kind: 'asked'; losses: LeaveLosses }
  | { kind: 'leaving' };

function linesOf({ waiting, drafts, online }: LeaveLosses, t: Translate): string[] {
  return [
    ...(waiting > 0 ? [t('settings.leave.waiting', { count: waiting })] : []),
    ...(drafts > 0 ? [t('settings.leave.drafts', { count: drafts })] : []),
    ...(waiting + drafts === 0 ? [t('settings.leave.nothingLost')] : []),
    ...(online ? [] : [t('settings.leave.offline')]),
    t('settings.leave.effect'),
  ];
}

export function LeaveComputer() {
  const { t } = useTexts();
  const { ask } = useBridge();
  const sentence = useSentence();
  const styles = useStyles();
  const [step, setStep] = useState<Step>({ kind: 'idle', failure: null });

  async function prepare(): Promise<void> {
    setStep({ kind: 'asking' });
    const answer = await ask['settings:prepare-leave']();
    setStep(answer.ok ? { kind: 'asked', losses: answer.value } : { kind: 'idle', failure: answer.error });
  }
  async function leave(losses: LeaveLosses): Promise<void> {
    setStep({ kind: 'leaving' });
    const answer = await ask['settings:leave'](losses);
    if (!answer.ok) setStep({ kind: 'idle', failure: answer.error });
  }
  const busy = step.kind === 'asking' || step.kind === 'leaving';
  return (
    <>
      <p className={styles.about}>{t('settings.leave.about')}</p>
      {step.kind === 'asked' ? (
        <Question
          lines={linesOf(step.losses, t)}
          onCancel={() => setStep({ kind: 'idle', failure: null })}
          onLeave={() => void leave(step.losses)}
        />
      ) : (
        <Button className={styles.button} disabledFocusable={busy} onClick={() => void prepare()}>
          {t(busy ? 'settings.leave.busy' : 'settings.leave.start')}
        </Button>
      )}
      {step.kind === 'idle' && step.failure ? (
        <Notice intent="warning">{sentence(step.failure)}</Notice>
      ) : null}
    </>
  );
}

interface QuestionProps {
  lines: string[];
  onCancel: () => void;
  onLeave: () => void;
}

function Question({ lines, onCancel, onLeave }: QuestionProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // the way back comes first: Enter deletes nothing by accident
    question.current?.querySelector('button')?.focus();
  }, []);
  const actions = (
    <>
      <Button onClick={onCancel}>{t('settings.leave.cancel')}</Button>
      <Button onClick={onLeave}>{t('settings.leave.confirm')}</Button>
    </>
  );
  return (
    <div ref={question}>
      <Notice intent="warning" actions={actions}>
        <ul className={styles.lines}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
