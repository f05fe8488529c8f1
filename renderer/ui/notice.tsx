// A message bar with a sentence that a person should read before going on: what happened, what was kept, what to do.
import { MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({ bar: { flexShrink: 0 } });

interface NoticeProps {
  intent: 'info' | 'success' | 'warning';
  children: ReactNode;
  actions?: ReactNode;
}

export function Notice({ intent, children, actions }: NoticeProps) {
  const styles = useStyles();
  return (
    <MessageBar intent={intent} layout="multiline" className={styles.bar}>
      <MessageBarBody>{children}</MessageBarBody>
      {actions ? <MessageBarActions>{actions}</MessageBarActions> : null}
    </MessageBar>
  );
}
