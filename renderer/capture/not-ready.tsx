// Shown when no ticket can be opened: why, what the IT team needs to know, and what happens next.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { unreachable } from '../../contract/constants.ts';
import type { AppState } from '../../contract/ipc.ts';
import { useAppState, useBridge, useSentence } from '../ui/bridge.ts';
import { conditionSentence } from '../ui/condition.ts';
import { Frame } from '../ui/frame.tsx';
import { PropertyList } from '../ui/property-list.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '16px',
    maxWidth: '560px',
  },
  sentence: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground1 },
});

/** Returns what happens next, or what the person can do. */
function explanation(state: AppState, sentence: ReturnType<typeof useSentence>, t: Translate): string {
  switch (state.condition) {
    case 'waiting-for-activation':
      if (state.standing?.mayReplace) return t('notReady.replace');
      return t(state.standing?.mayReturn ? 'notReady.return' : 'notReady.waiting');
    case 'confirm-address':
      return t(state.standing?.proof === 'sign-in' ? 'notReady.signIn' : 'notReady.confirm');
    case 'needs-attention':
      return state.problem === null ? t('notReady.attention') : sentence(state.problem);
    case 'offline':
    case 'ready':
      return t('notReady.ready');
    default:
      return unreachable(state.condition);
  }
}

/** Whether the person can end the waiting in Personal settings. */
function mayProve({ standing }: AppState): boolean {
  return standing !== null && (standing.mayReplace || standing.mayReturn);
}

function nextStep(state: AppState, t: Translate): string | null {
  if (state.condition !== 'waiting-for-activation' || mayProve(state)) return null;
  if (state.limited) return t('notReady.limited');
  if (!state.online) return t('notReady.unreached');
  return state.hotkey === null ? t('notReady.nextByTray') : t('notReady.next', { hotkey: state.hotkey });
}

export function NotReady({ onClose }: { onClose: () => Promise<void> }) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const state = useAppState();
  const sentence = useSentence();
  const styles = useStyles();
  const next = nextStep(state, t);
  const mustConfirm = state.condition === 'confirm-address' || mayProve(state);
  return (
    <Frame
      heading={t('capture.heading')}
      readOnly
      footer={
        <>
          <Button appearance={mustConfirm ? 'secondary' : 'primary'} onClick={() => void onClose()}>
            {t('act.close')}
          </Button>
          {mustConfirm ? (
            <Button appearance="primary" onClick={() => void ask['window:open']('settings')}>
              {t('settings.heading')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className={styles.content}>
        <p className={styles.sentence} role="status">
          {conditionSentence(state, t)}
        </p>
        <p className={styles.text}>{explanation(state, sentence, t)}</p>
        {mustConfirm ? null : (
          <PropertyList
            properties={[
              { name: t('about.computer'), value: state.hostname },
              { name: t('about.user'), value: state.userName },
            ]}
          />
        )}
        {next === null ? null : <p className={styles.text}>{next}</p>}
      </div>
    </Frame>
  );
}

/** Shown when a ticket may be opened but no draft was begun: the activation came while the window was open. */
export function ReadyAgain() {
  const { t } = useTexts();
  const { ask } = useBridge();
  const state = useAppState();
  const styles = useStyles();
  return (
    <div className={styles.content}>
      <p className={styles.sentence} role="status">
        {conditionSentence(state, t)}
      </p>
      <p className={styles.text}>{t('notReady.ready')}</p>
      <Button appearance="primary" onClick={() => void ask['window:open']('capture')}>
        {t('act.createTicket')}
      </Button>
    </div>
  );
}
