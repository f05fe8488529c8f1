// Route guard: renders its children for signed-in staff, and redirects everyone else to the sign-in page.
import { Button } from '@fluentui/react-components';
import { Navigate, Outlet, useLocation } from 'react-router';
import { FailureBar } from '../ui/failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { useSession } from './session.ts';

export function RequireSession() {
  const { t } = useTexts();
  const { data: staff, error, refetch } = useSession();
  const { pathname, search } = useLocation();
  if (staff) return <Outlet />;
  if (staff === null) return <Navigate to="/signin" state={{ from: pathname + search }} replace />;
  if (!error) return null;
  return (
    <FailureBar
      failure={error.failure}
      action={<Button onClick={() => refetch()}>{t('act.retry')}</Button>}
    />
  );
}
