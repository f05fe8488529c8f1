// What every window stands in: theme, language, the agent's state and the bridge to the main process.
import { FluentProvider, makeStyles } from '@fluentui/react-components';
import type { i18n } from 'i18next';
import { type ReactNode, useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { AppState, Bridge } from '../../contract/ipc.ts';
import { AppStateContext, BridgeContext } from './bridge.ts';
import { useMedia } from './media.ts';
import { darkTheme, lightTheme } from './theme.ts';

const useStyles = makeStyles({ root: { height: '100%' } });

interface AppProps {
  bridge: Bridge;
  texts: i18n;
  firstState: AppState;
  children: ReactNode;
}

export function App({ bridge, texts, firstState, children }: AppProps) {
  const styles = useStyles();
  const dark = useMedia('(prefers-color-scheme: dark)');
  const [state, setState] = useState(firstState);
  useEffect(() => bridge.hear['app:state'](setState), [bridge]);
  const { language } = state;
  useEffect(() => {
    document.documentElement.lang = language;
    void texts.changeLanguage(language);
  }, [texts, language]);
  return (
    <I18nextProvider i18n={texts}>
      <BridgeContext value={bridge}>
        <AppStateContext value={state}>
          <FluentProvider theme={dark ? darkTheme : lightTheme} className={styles.root}>
            {children}
          </FluentProvider>
        </AppStateContext>
      </BridgeContext>
    </I18nextProvider>
  );
}
