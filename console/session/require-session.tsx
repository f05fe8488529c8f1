// Route guard: renders its children for signed-in staff, redirects everyone else to the sign-in page, and first lets a second
// factor be set up where one is demanded.
import { Button } from '@fluentui/react-components';
import { Navigate, Outlet, useLocation } from 'react-router';
import { FailureBar } from '../ui/failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { ProvingAsk } from './proving-ask.tsx';
import { SecondFactorDuePage } from './second-factor-due-page.tsx';
import { useSession } from './session.ts';

export function RequireSession() {
  const { t } = useTexts();
  const { data: staff, error, refetch } = useSession();
  const { pathname, search } = useLocation();
  if (staff?.secondFactorDue) return <SecondFactorDuePage />;
  if (staff) {
    return (
      <ProvingAsk>
        <Outlet />
      </ProvingAsk>
    );
  }
  if (staff === null) return <Navigate to="/signin" state={{ from: pathname + search }} replace />;
  if (!error) return null;
  return (
    <FailureBar
      failure={error.failure}
      action={<Button onClick={() => refetch()}>{t('act.retry')}</Button>}
    />
  );
}
