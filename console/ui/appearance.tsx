// The theme: light, dark or that of the system, and the preference that decides it.
import {
  FluentProvider,
  makeStyles,
  type Theme,
  tokens,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { usePreference } from './preferences.ts';

const Appearance = z.enum(['system', 'light', 'dark']);
type Appearance = z.infer<typeof Appearance>;
export const APPEARANCES = Appearance.options;

const fontFamilyBase =
  "'Segoe UI Variable Text', 'Segoe UI Variable', 'Segoe UI', system-ui, -apple-system, sans-serif";
const fontFamilyMonospace = "'Cascadia Mono', Consolas, ui-monospace, monospace";
const light: Theme = { ...webLightTheme, fontFamilyBase, fontFamilyMonospace };
const dark: Theme = { ...webDarkTheme, fontFamilyBase, fontFamilyMonospace };

const useStyles = makeStyles({ page: { backgroundColor: tokens.colorNeutralBackground3 } });

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');
function subscribe(onChange: () => void): () => void {
  darkSystem.addEventListener('change', onChange);
  return () => darkSystem.removeEventListener('change', onChange);
}

interface Choice {
  appearance: Appearance;
  setAppearance: (next: Appearance) => void;
}
const ChoiceContext = createContext<Choice | null>(null);

/** Applies the chosen theme; with `system` it follows the operating system. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [appearance, setAppearance] = usePreference('appearance', Appearance, 'system');
  const systemIsDark = useSyncExternalStore(subscribe, () => darkSystem.matches);
  const isDark = appearance === 'dark' || (appearance === 'system' && systemIsDark);
  const choice = useMemo(() => ({ appearance, setAppearance }), [appearance, setAppearance]);
  const styles = useStyles();
  // Scroll bars and the page background are outside Fluent, and follow `color-scheme`.
  useEffect(() => {
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [isDark]);
  return (
    <ChoiceContext value={choice}>
      <FluentProvider theme={isDark ? dark : light} className={styles.page}>
        {children}
      </FluentProvider>
    </ChoiceContext>
  );
}

export function useAppearance(): Choice {
  const choice = useContext(ChoiceContext);
  if (!choice) throw new Error('useAppearance outside AppearanceProvider');
  return choice;
}
