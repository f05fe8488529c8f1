// The ways to sign in beside a password, below its form. Renders nothing where there is none.
import { Button, Divider } from '@fluentui/react-components';
import { KeyRegular } from '@fluentui/react-icons';
import { FailureBar } from '../ui/failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { usePasskeyObstacle } from './passkeys.ts';
import { usePasskeySignIn } from './session.ts';

export function OtherWays() {
  const { t } = useTexts();
  const byPasskey = usePasskeySignIn();
  if (usePasskeyObstacle() !== null) return null;
  return (
    <>
      <Divider>{t('session.or')}</Divider>
      {byPasskey.error && <FailureBar failure={byPasskey.error.failure} />}
      <Button
        icon={<KeyRegular />}
        disabledFocusable={byPasskey.isPending}
        onClick={() => byPasskey.mutate()}
      >
        {t('session.byPasskey')}
      </Button>
    </>
  );
}
