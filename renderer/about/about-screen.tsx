// About Guichet: the version, its updates, the organisation, the user, and the connection to the server.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import icon from '../../build/icons/guichet.svg';
import type { AppState } from '../../contract/ipc.ts';
import { useAppState, useBridge, useSentence } from '../ui/bridge.ts';
import { conditionSentence } from '../ui/condition.ts';
import { Frame } from '../ui/frame.tsx';
import { useEscape } from '../ui/keys.ts';
import { type Property, PropertyList } from '../ui/property-list.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';
import { UpdateLine } from './update-line.tsx';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: '16px' },
  icon: { width: '64px', height: '64px', flexShrink: 0 },
  name: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
});

function propertiesOf(state: AppState, t: Translate): Property[] {
  const organisation = state.standing?.organisation;
  return [
    { name: t('about.version'), value: state.version },
    { name: t('about.updates'), value: <UpdateLine update={state.update} /> },
    { name: t('about.state'), value: conditionSentence(state, t) },
    { name: t('about.server'), value: state.online ? t('about.connected') : t('about.notReached') },
    ...(organisation ? [{ name: t('about.organisation'), value: organisation }] : []),
    { name: t('about.computer'), value: state.hostname },
    { name: t('about.user'), value: state.userName },
    { name: t('about.licence'), value: t('about.mit') },
  ];
}

export function AboutScreen() {
  const { t } = useTexts();
  const { ask } = useBridge();
  const state = useAppState();
  const sentence = useSentence();
  const styles = useStyles();
  useEscape(() => void ask['window:close']());
  return (
    <Frame heading={t('about.heading')} readOnly>
      <div className={styles.head}>
        <img className={styles.icon} src={icon} alt="" />
        <div>
          <p className={styles.name}>Guichet</p>
          <p className={styles.text}>{t('about.what')}</p>
        </div>
      </div>
      <PropertyList properties={propertiesOf(state, t)} />
      {state.problem ? <p className={styles.text}>{sentence(state.problem)}</p> : null}
    </Frame>
  );
}
