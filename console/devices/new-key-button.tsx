// Button that creates an enrolment key for an organisation and shows it once.
import { Button, useRestoreFocusTarget } from '@fluentui/react-components';
import { KeyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Organisation } from '../../contract/console.ts';
import { useTexts } from '../ui/texts.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { NewKeyFormDialog } from './new-key-form-dialog.tsx';

export function NewKeyButton({ organisation }: { organisation: Organisation }) {
  const { t } = useTexts();
  const focusTarget = useRestoreFocusTarget();
  const [isAsking, setIsAsking] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  return (
    <>
      <Button {...focusTarget} icon={<KeyRegular />} onClick={() => setIsAsking(true)}>
        {t('keys.new')}
      </Button>
      {isAsking && (
        <NewKeyFormDialog
          organisation={organisation}
          onCreated={(created) => {
            setIsAsking(false);
            setKey(created.key);
          }}
          onClose={() => setIsAsking(false)}
        />
      )}
      {key !== null && (
        <NewKeyDialog
          enrolmentKey={key}
          organisation={organisation.name}
          server={window.location.origin}
          onClose={() => setKey(null)}
        />
      )}
    </>
  );
}
