// The page to which the identity provider sends the browser back: it signs in, or tells the window that asked for a proof.
import { MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { useEffect } from 'react';
import { Navigate } from 'react-router';
import { FailureBar } from '../ui/failure-bar.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { AuthLayout } from './auth-layout.tsx';
import { type BroughtBack, useHandOn } from './provider.ts';
import { useSession } from './session.ts';

export function ProviderPage({ brought }: { brought: BroughtBack | null }) {
  const { t } = useTexts();
  const { data: staff } = useSession();
  const { data, error } = useHandOn(brought, staff);
  const isProven = data?.proven ?? false;
  useEffect(() => {
    // the window that the console opened for this; of any other, the browser does not allow it
    if (isProven) window.close();
  }, [isProven]);
  if (brought === null) return <Navigate to="/signin" replace />;
  if (data && !data.proven && !data.staysAdministrator) return <Navigate to={data.returnTo} replace />;
  return (
    <AuthLayout title={t('session.signIn')} intro={t('session.signInIntro')}>
      {!data && !error && <Spinner label={t('provider.asking')} />}
      {error && <FailureBar failure={error.failure} />}
      {error && <RouteLink to="/signin">{t('provider.back')}</RouteLink>}
      {isProven && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>{t('provider.proven')}</MessageBarBody>
        </MessageBar>
      )}
      {data?.proven === false && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('provider.staysAdministrator')}</MessageBarBody>
        </MessageBar>
      )}
      {data && <RouteLink to="/devices">{t('provider.goOn')}</RouteLink>}
    </AuthLayout>
  );
}
