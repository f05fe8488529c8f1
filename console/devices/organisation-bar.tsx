// Chooses the organisation whose devices are shown, and creates new ones.
import { Button, Field, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Organisation } from '../../contract/console.ts';
import { useStaff } from '../session/session.ts';
import { OrganisationChoice } from '../ui/organisation-choice.tsx';
import { useTexts } from '../ui/texts.ts';
import { NewOrganisationDialog } from './new-organisation-dialog.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalS },
  chooser: { width: '240px', minWidth: '160px' },
});

interface OrganisationBarProps {
  organisations: Organisation[];
  /** null if all are shown */
  chosen: Organisation | null;
  onChoose: (organisationId: string | null) => void;
}

export function OrganisationBar({ organisations, chosen, onChoose }: OrganisationBarProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { role, organisationIds } = useStaff();
  const canCreate = role === 'administrator' && organisationIds === null;
  const [isCreating, setIsCreating] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  return (
    <div className={styles.root}>
      {organisations.length > 0 && (
        <Field label={t('devices.organisation')} className={styles.chooser}>
          <OrganisationChoice
            className={styles.chooser}
            organisations={organisations}
            chosenId={chosen?.id ?? null}
            all={t('devices.allOrganisations')}
            onChoose={onChoose}
          />
        </Field>
      )}
      {canCreate && (
        <Button
          {...focusTarget}
          icon={<AddRegular />}
          appearance={organisations.length === 0 ? 'primary' : 'secondary'}
          onClick={() => setIsCreating(true)}
        >
          {t('devices.newOrganisation')}
        </Button>
      )}
      {isCreating && <NewOrganisationDialog onClose={() => setIsCreating(false)} onCreated={onChoose} />}
    </div>
  );
}
