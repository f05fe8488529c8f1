// The page of an administrator of whom a second factor is demanded: nothing else is reachable before it is set up.
import { Button } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '../ui/query-client.ts';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { SecondFactorSetup } from './second-factor-setup.tsx';
import { useSignOut } from './session.ts';

export function SecondFactorDuePage() {
  const { t } = useTexts();
  const client = useQueryClient();
  const signOut = useSignOut();
  const toasts = useToasts();
  return (
    <AuthLayout title={t('secondFactor.title')} intro={t('secondFactor.due')}>
      <SecondFactorSetup
        replaces={false}
        onDone={() => void client.invalidateQueries({ queryKey: SESSION_KEY })}
      />
      <Button appearance="subtle" onClick={() => signOut.mutate(undefined, { onError: toasts.failure })}>
        {t('session.signOut')}
      </Button>
    </AuthLayout>
  );
}
