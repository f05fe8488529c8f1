// Short notices of what was done, or of what could not be, at the corner of the window.
import { Toast, ToastTitle, useToastController } from '@fluentui/react-components';
import type { RequestFailed } from '../api.ts';
import { useTexts } from './texts.ts';

export const TOASTER = 'console';

/** `done` says what was done, `failed` why it was not. */
export function useToasts() {
  const { dispatchToast } = useToastController(TOASTER);
  const { failureText } = useTexts();
  const show = (text: string, intent: 'success' | 'error') =>
    dispatchToast(
      <Toast>
        <ToastTitle>{text}</ToastTitle>
      </Toast>,
      { intent, ...(intent === 'error' && { timeout: 10_000 }) },
    );
  return {
    success: (text: string) => show(text, 'success'),
    failure: ({ failure }: RequestFailed) => show(failureText(failure), 'error'),
  };
}
