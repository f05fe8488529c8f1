// The bridge that the preload exposes, and the contexts that provide it to screens.
import { createContext, useContext } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { AppState, Bridge } from '../../contract/ipc.ts';
import { sentenceOf } from '../../contract/sentences.ts';

declare global {
  interface Window {
    readonly guichet: Bridge;
  }
}

export const BridgeContext = createContext<Bridge | null>(null);
export const AppStateContext = createContext<AppState | null>(null);

function provided<T>(value: T | null): T {
  if (value === null) throw new Error('a screen is rendered inside App');
  return value;
}

/** Returns the only way out of a window: requests to the main process, and its notices. */
export function useBridge(): Bridge {
  return provided(useContext(BridgeContext));
}

/** Returns the agent's current state. */
export function useAppState(): AppState {
  return provided(useContext(AppStateContext));
}

/** Returns a function that turns a failure into its sentence, in the current language. */
export function useSentence(): (error: GuichetError) => string {
  const { language } = useAppState();
  return (error) => sentenceOf(error, language);
}
