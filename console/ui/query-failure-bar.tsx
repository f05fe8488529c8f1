// Says that what is shown could not be read again just now, while it stays on the page.
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import type { UseQueryResult } from '@tanstack/react-query';
import { Moment } from './instant.tsx';
import { useTexts } from './texts.ts';

/** Nothing while the query is well; otherwise why it failed, and how old its content is. */
export function QueryFailureBar({
  query,
}: {
  query: Pick<UseQueryResult, 'error' | 'data' | 'dataUpdatedAt' | 'refetch'>;
}) {
  const { t, failureText } = useTexts();
  const { error, data, dataUpdatedAt, refetch } = query;
  if (!error) return null;
  // A failure's own sentence is for what was written; nothing was, here.
  const sentence =
    error.failure.code === 'server-unreachable' ? t('shell.unreachable') : failureText(error.failure);
  const again = <Button onClick={() => refetch()}>{t('act.retry')}</Button>;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {sentence}{' '}
        {data !== undefined && (
          <>
            {t('shell.lastKnown')} <Moment at={new Date(dataUpdatedAt).toISOString()} />.
          </>
        )}
      </MessageBarBody>
      <MessageBarActions>{again}</MessageBarActions>
    </MessageBar>
  );
}
