// What the preload puts on the page, and the contexts by which a screen reaches it.
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

/** The one way out of a window: requests to the main process, and its notices. */
export function useBridge(): Bridge {
  return provided(useContext(BridgeContext));
}

/** What the agent says of itself at this moment. */
export function useAppState(): AppState {
  return provided(useContext(AppStateContext));
}

/** Turns a failure into its sentence, in the language in force. */
export function useSentence(): (error: GuichetError) => string {
  const { language } = useAppState();
  return (error) => sentenceOf(error, language);
}
