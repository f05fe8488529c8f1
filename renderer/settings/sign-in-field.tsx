// The button that signs in with the browser, and what became of it.
import { Button, makeStyles, Spinner } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import { unreachable } from '../../contract/constants.ts';
import type { Requester } from '../../contract/enrolment.ts';
import { useSentence } from '../ui/bridge.ts';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';
import { type SignInState, useSignIn } from './use-sign-in.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '12px' },
  said: { width: '100%' },
});

interface SignInFieldProps {
  /** the address is confirmed: signing in again is possible, but nothing that has to be done */
  isConfirmed: boolean;
  onDone(requester: Requester): void;
}

export function SignInField({ isConfirmed, onDone }: SignInFieldProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { state, start, cancel } = useSignIn(onDone);
  return (
    <div className={styles.root}>
      <div className={styles.said} role="status">
        <Said state={state} />
      </div>
      {state.kind === 'waiting' ? (
        <Button onClick={() => void cancel()}>{t('settings.signIn.cancel')}</Button>
      ) : (
        <Button
          icon={<OpenRegular />}
          appearance={isConfirmed ? 'secondary' : 'primary'}
          autoFocus={!isConfirmed}
          onClick={() => void start()}
        >
          {t('settings.signIn.button')}
        </Button>
      )}
    </div>
  );
}

function Said({ state }: { state: SignInState }) {
  const { t } = useTexts();
  const sentence = useSentence();
  switch (state.kind) {
    case 'idle':
      return null;
    case 'waiting':
      return <Spinner size="tiny" labelPosition="after" label={t('settings.signIn.waiting')} />;
    case 'done':
      return <Notice intent="success">{t('settings.signIn.done', { email: state.email })}</Notice>;
    case 'failed':
      return <Notice intent="warning">{sentence(state.error)}</Notice>;
    default:
      return unreachable(state);
  }
}
