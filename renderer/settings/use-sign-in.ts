// A sign-in in the browser, as the settings window shows it: waiting, done, failed or cancelled.
import { useState } from 'react';
import type { Requester } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { useBridge } from '../ui/bridge.ts';

export type SignInState =
  | { kind: 'idle' }
  | { kind: 'waiting' }
  | { kind: 'done'; email: string }
  | { kind: 'failed'; error: GuichetError };

/** `onDone` is told whom the provider named. */
export function useSignIn(onDone: (requester: Requester) => void) {
  const { ask } = useBridge();
  const [state, setState] = useState<SignInState>({ kind: 'idle' });

  async function start(): Promise<void> {
    if (state.kind === 'waiting') return;
    setState({ kind: 'waiting' });
    const answer = await ask['settings:sign-in']();
    if (answer.ok) onDone(answer.value);
    setState(
      answer.ok ? { kind: 'done', email: answer.value.email } : { kind: 'failed', error: answer.error },
    );
  }
  return { state, start, cancel: () => ask['settings:cancel-sign-in']() };
}
