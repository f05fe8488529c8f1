// The root of every window: theme, language, the agent's state and the bridge to the main process.
import { FluentProvider, makeStyles } from '@fluentui/react-components';
import type { i18n } from 'i18next';
import { type ReactNode, useEffect, useMemo } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { AppState, Bridge } from '../../contract/ipc.ts';
import { AppStateContext, BridgeContext } from './bridge.ts';
import { type LastNotice, useLastNotice } from './last-notice.ts';
import { useMedia } from './media.ts';
import { themeOf } from './theme.ts';

const useStyles = makeStyles({ root: { height: '100%' } });

interface AppProps {
  bridge: Bridge;
  texts: i18n;
  firstState: AppState;
  /** the states that came since, subscribed before `firstState` was read: none is missed in between */
  states: LastNotice<AppState>;
  children: ReactNode;
}

export function App({ bridge, texts, firstState, states, children }: AppProps) {
  const styles = useStyles();
  const dark = useMedia('(prefers-color-scheme: dark)');
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const state = useLastNotice(states) ?? firstState;
  const { language, accent } = state;
  const theme = useMemo(() => themeOf(accent, { dark, still }), [accent, dark, still]);
  useEffect(() => {
    document.documentElement.lang = language;
    void texts.changeLanguage(language);
  }, [texts, language]);
  return (
    <I18nextProvider i18n={texts}>
      <BridgeContext value={bridge}>
        <AppStateContext value={state}>
          <FluentProvider theme={theme} className={styles.root}>
            {children}
          </FluentProvider>
        </AppStateContext>
      </BridgeContext>
    </I18nextProvider>
  );
}
