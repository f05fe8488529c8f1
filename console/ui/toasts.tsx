// Toasts at the corner of the window, for the outcome of an action.
import { Toast, ToastTitle, useToastController } from '@fluentui/react-components';
import type { RequestFailed } from '../api.ts';
import { useTexts } from './texts.ts';

export const TOASTER = 'console';

/** `success` shows a text; `failure` shows why a request failed, for longer. */
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
