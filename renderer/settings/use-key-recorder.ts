// Records a key that is pressed, and checks whether it can be the hotkey.
import { type KeyboardEvent, useRef, useState } from 'react';
import { unreachable } from '../../contract/constants.ts';
import type { HotkeyVerdict } from '../../contract/ipc.ts';
import { useBridge, useSentence } from '../ui/bridge.ts';
import { type Translate, useTexts } from '../ui/texts.ts';
import { acceleratorOf, modifiersOf } from './accelerator.ts';

export type Recording =
  | { kind: 'off' }
  /** waits for a key; `held` are the modifiers that are down */
  | { kind: 'listening'; held: string[] }
  /** `message` is about the key that was pressed */
  | { kind: 'tried'; message: string };

function verdictText(key: string, verdict: HotkeyVerdict, t: Translate): string {
  switch (verdict) {
    case 'free':
      return t('settings.key.free', { key });
    case 'yours':
      return t('settings.key.yours', { key });
    case 'taken':
      return t('settings.key.taken', { key });
    case 'unusable':
      return t('settings.key.unusable', { key });
    default:
      return unreachable(verdict);
  }
}

/** Calls `onKey` with a key that can be used. Escape, Tab and blur end the recording. */
export function useKeyRecorder(onKey: (accelerator: string) => void) {
  const { ask } = useBridge();
  const { t } = useTexts();
  const sentence = useSentence();
  const [recording, setRecording] = useState<Recording>({ kind: 'off' });
  const turn = useRef(0);

  function go(next: Recording): void {
    turn.current += 1;
    setRecording(next);
  }
  async function tryKey(accelerator: string): Promise<void> {
    go({ kind: 'off' });
    const mine = turn.current;
    const answer = await ask['settings:try-hotkey']({ accelerator });
    // Meanwhile recording was started again, or the key was reset.
    if (mine !== turn.current) return;
    go({
      kind: 'tried',
      message: answer.ok ? verdictText(accelerator, answer.value, t) : sentence(answer.error),
    });
    if (answer.ok && (answer.value === 'free' || answer.value === 'yours')) onKey(accelerator);
  }
  return {
    recording,
    listen: () => go({ kind: 'listening', held: [] }),
    forget: () => go({ kind: 'off' }),
    onBlur() {
      if (recording.kind === 'listening') go({ kind: 'off' });
    },
    onKeyDown(event: KeyboardEvent): void {
      if (recording.kind !== 'listening' || event.key === 'Tab') return;
      event.preventDefault();
      const accelerator = acceleratorOf(event.nativeEvent);
      if (event.key === 'Escape') go({ kind: 'off' });
      else if (accelerator === null) go({ kind: 'listening', held: modifiersOf(event.nativeEvent) });
      else void tryKey(accelerator);
    },
  };
}
