// Shows that a query failed, while its cached data stays on the page.
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import type { UseQueryResult } from '@tanstack/react-query';
import { Moment } from './instant.tsx';
import { useTexts } from './texts.ts';

/** Why the query failed, and the age of the cached data. Renders nothing if it did not fail. */
export function QueryFailureBar({
  query,
}: {
  query: Pick<UseQueryResult, 'error' | 'data' | 'dataUpdatedAt' | 'refetch'>;
}) {
  const { t, failureText } = useTexts();
  const { error, data, dataUpdatedAt, refetch } = query;
  if (!error) return null;
  // The sentence of this code speaks of what was submitted, and a query submits nothing.
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
