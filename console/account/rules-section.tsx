// The section of the rules for signing in, for administrators.
import { Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { useAccount } from '../session/second-factor.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { Section } from '../ui/section.tsx';
import { useTexts } from '../ui/texts.ts';
import { useChangeSignInRules, useSignInRules } from './queries.ts';

export function RulesSection() {
  const { t } = useTexts();
  const rules = useSignInRules();
  const [next, setNext] = useState<boolean | null>(null);
  return (
    <Section title={t('account.rules')} intro={t('account.rulesIntro')}>
      <QueryFailureBar query={rules} />
      {rules.data && (
        <Switch
          label={t('account.demand')}
          checked={rules.data.secondFactorForAdministrators}
          onChange={(_, { checked }) => setNext(checked)}
        />
      )}
      {next !== null && <ChangeDialog demanded={next} onClose={() => setNext(null)} />}
    </Section>
  );
}

function ChangeDialog({ demanded, onClose }: { demanded: boolean; onClose: () => void }) {
  const { t } = useTexts();
  const mutation = useChangeSignInRules();
  const hasOwn = useAccount().data?.secondFactorSince != null;
  const effect = demanded
    ? hasOwn
      ? 'account.demandEffect'
      : 'account.demandEffectOwn'
    : 'account.allowEffect';
  return (
    <ConfirmDialog
      title={t(demanded ? 'account.demandTitle' : 'account.allowTitle')}
      submitLabel={t(demanded ? 'account.demandAct' : 'account.allowAct')}
      mutation={mutation}
      subject={{ secondFactorForAdministrators: demanded }}
      done={t(demanded ? 'account.demanded' : 'account.allowed')}
      onClose={onClose}
    >
      {t(effect)}
    </ConfirmDialog>
  );
}
