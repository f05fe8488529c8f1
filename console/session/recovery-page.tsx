// The page of a recovery link, which a command on the server prints for an administrator who lost password or second factor.
import { useNavigate } from 'react-router';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { AuthLayout } from './auth-layout.tsx';
import { LinkFailure, TokenMissing } from './link-problem.tsx';
import { useLinkToken } from './link-token.ts';
import { useRecover, useRecovery } from './links.ts';
import { NewPasswordForm } from './new-password-form.tsx';

export function RecoveryPage({ token: initialToken }: { token: string | null }) {
  const { t } = useTexts();
  const token = useLinkToken(initialToken);
  return (
    <AuthLayout title={t('recovery.title')} intro={t('recovery.intro')}>
      {token === null ? (
        <TokenMissing>{t('recovery.noToken')}</TokenMissing>
      ) : (
        <Recovered key={token} token={token} />
      )}
    </AuthLayout>
  );
}

function Recovered({ token }: { token: string }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const recovery = useRecovery(token);
  const recover = useRecover(token);
  if (!recovery.data) return <LinkFailure query={recovery} />;
  const failure = recover.error?.failure ?? null;
  return (
    <NewPasswordForm
      email={recovery.data.email}
      submitLabel={t('recovery.act')}
      pending={recover.isPending}
      failure={failure}
      action={
        failure?.code === 'recovery-link-invalid' && <RouteLink to="/signin">{t('session.signIn')}</RouteLink>
      }
      onSubmit={(password) =>
        recover.mutate(password, { onSuccess: () => navigate('/devices', { replace: true }) })
      }
    />
  );
}
