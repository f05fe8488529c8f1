// The page of an invitation's link: who invites to what, and the password of the new account.
import { useNavigate } from 'react-router';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { AuthLayout } from './auth-layout.tsx';
import { LinkFailure, TokenMissing } from './link-problem.tsx';
import { useLinkToken } from './link-token.ts';
import { useAcceptInvitation, useInvitation } from './links.ts';
import { NewPasswordForm } from './new-password-form.tsx';

export function InvitationPage({ token: initialToken }: { token: string | null }) {
  const { t } = useTexts();
  const token = useLinkToken(initialToken);
  if (token !== null) return <Invited key={token} token={token} />;
  return (
    <AuthLayout title={t('invitation.title')} intro={t('invitation.intro')}>
      <TokenMissing>{t('invitation.noToken')}</TokenMissing>
    </AuthLayout>
  );
}

function Invited({ token }: { token: string }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const invitation = useInvitation(token);
  const accept = useAcceptInvitation(token);
  const { data } = invitation;
  if (!data) {
    return (
      <AuthLayout title={t('invitation.title')} intro={t('invitation.intro')}>
        <LinkFailure query={invitation} />
      </AuthLayout>
    );
  }
  const { fullName, invitedBy, role, email } = data;
  const failure = accept.error?.failure ?? null;
  return (
    <AuthLayout
      title={t('invitation.welcome', { name: fullName })}
      intro={t(`invitation.as.${role}`, { invitedBy })}
    >
      <NewPasswordForm
        email={email}
        submitLabel={t('invitation.accept')}
        pending={accept.isPending}
        failure={failure}
        action={
          failure?.code === 'invitation-invalid' && <RouteLink to="/signin">{t('session.signIn')}</RouteLink>
        }
        onSubmit={(password) =>
          accept.mutate(password, { onSuccess: () => navigate('/devices', { replace: true }) })
        }
      />
    </AuthLayout>
  );
}
