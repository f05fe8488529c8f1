// Shows a failure where it happened, in the language of the console.
import { MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import { useTexts } from './texts.ts';

export function FailureBar({ failure, action }: { failure: GuichetError; action?: ReactNode }) {
  const { failureText } = useTexts();
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{failureText(failure)}</MessageBarBody>
      {action && <MessageBarActions>{action}</MessageBarActions>}
    </MessageBar>
  );
}
