// The section of the own absence.
import { Button, Text, useRestoreFocusTarget } from '@fluentui/react-components';
import { useState } from 'react';
import { AbsenceDialog } from '../colleagues/absence-dialog.tsx';
import { Away } from '../colleagues/away.tsx';
import { useAccount } from '../session/second-factor.ts';
import { Section } from '../ui/section.tsx';
import { useTexts } from '../ui/texts.ts';

export function AbsenceSection() {
  const { t } = useTexts();
  const account = useAccount();
  const [isChanging, setIsChanging] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  if (!account.data) return null;
  return (
    <Section
      title={t('absence.section')}
      intro={t('absence.intro')}
      action={
        <Button {...focusTarget} onClick={() => setIsChanging(true)}>
          {t('absence.change')}
        </Button>
      }
    >
      <Text>{account.data.absence ? <Away absence={account.data.absence} /> : t('absence.none')}</Text>
      {isChanging && <AbsenceDialog person={account.data} isSelf onClose={() => setIsChanging(false)} />}
    </Section>
  );
}
