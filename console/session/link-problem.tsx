// What a page of a one-time link shows where there is no token, or where the link is not valid.
import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import type { UseQueryResult } from '@tanstack/react-query';
import { FailureBar } from '../ui/failure-bar.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';

/** The page was opened without the part after `#`. */
export function TokenMissing({ children }: { children: string }) {
  const { t } = useTexts();
  return (
    <>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{children}</MessageBarBody>
      </MessageBar>
      <RouteLink to="/signin">{t('session.signIn')}</RouteLink>
    </>
  );
}

/** Why the link could not be read. Renders nothing if it could. */
export function LinkFailure({ query }: { query: Pick<UseQueryResult, 'error' | 'refetch'> }) {
  const { t } = useTexts();
  const { error, refetch } = query;
  if (!error) return null;
  const { code } = error.failure;
  const isFinal = ['invitation-invalid', 'recovery-link-invalid', 'password-link-invalid'].includes(code);
  if (code === 'approval-link-invalid') return <FailureBar failure={error.failure} />;
  return (
    <FailureBar
      failure={error.failure}
      action={
        isFinal ? (
          <RouteLink to="/signin">{t('session.signIn')}</RouteLink>
        ) : (
          <Button onClick={() => refetch()}>{t('act.retry')}</Button>
        )
      }
    />
  );
}
