// The ways to sign in beside a password, below its form. Renders nothing where there is none.
import { Button, Divider } from '@fluentui/react-components';
import { KeyRegular } from '@fluentui/react-icons';
import { FailureBar } from '../ui/failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { usePasskeyObstacle, useSignInWays } from './passkeys.ts';
import { useLeaveForProvider } from './provider.ts';
import { usePasskeySignIn } from './session.ts';

/** `from`: the page that required a session. */
export function OtherWays({ from }: { from: string }) {
  const { t } = useTexts();
  const byPasskey = usePasskeySignIn();
  const leave = useLeaveForProvider(from);
  const hasPasskeys = usePasskeyObstacle() === null;
  const provider = useSignInWays().data?.provider ?? null;
  if (!hasPasskeys && provider === null) return null;
  const failure = (byPasskey.error ?? leave.error)?.failure;
  return (
    <>
      <Divider>{t('session.or')}</Divider>
      {failure && <FailureBar failure={failure} />}
      {hasPasskeys && (
        <Button
          icon={<KeyRegular />}
          disabledFocusable={byPasskey.isPending}
          onClick={() => {
            leave.reset();
            byPasskey.mutate();
          }}
        >
          {t('session.byPasskey')}
        </Button>
      )}
      {provider !== null && (
        <Button
          disabledFocusable={leave.isPending}
          onClick={() => {
            byPasskey.reset();
            leave.mutate();
          }}
        >
          {provider}
        </Button>
      )}
    </>
  );
}
