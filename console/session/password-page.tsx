// The page of a link that was mailed for a forgotten password: chooses another one, with which the person then signs in.
import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { AuthLayout } from './auth-layout.tsx';
import { LinkFailure, TokenMissing } from './link-problem.tsx';
import { useLinkToken } from './link-token.ts';
import { usePasswordLink, useSetPassword } from './links.ts';
import { NewPasswordForm } from './new-password-form.tsx';

export function PasswordPage({ token: initialToken }: { token: string | null }) {
  const { t } = useTexts();
  const token = useLinkToken(initialToken);
  return (
    <AuthLayout title={t('forgotten.newTitle')} intro={t('forgotten.newIntro')}>
      {token === null ? (
        <TokenMissing>{t('forgotten.noToken')}</TokenMissing>
      ) : (
        <Chosen key={token} token={token} />
      )}
    </AuthLayout>
  );
}

function Chosen({ token }: { token: string }) {
  const { t } = useTexts();
  const link = usePasswordLink(token);
  const set = useSetPassword(token);
  if (set.isSuccess) {
    return (
      <>
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>{t('forgotten.done')}</MessageBarBody>
        </MessageBar>
        <RouteLink to="/signin">{t('session.signIn')}</RouteLink>
      </>
    );
  }
  if (!link.data) return <LinkFailure query={link} />;
  const failure = set.error?.failure ?? null;
  return (
    <NewPasswordForm
      email={link.data.email}
      submitLabel={t('account.changePassword')}
      pending={set.isPending}
      failure={failure}
      action={
        failure?.code === 'password-link-invalid' && (
          <RouteLink to="/forgotten">{t('forgotten.again')}</RouteLink>
        )
      }
      onSubmit={(password) => set.mutate(password)}
    />
  );
}
