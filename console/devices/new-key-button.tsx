// Button that creates an enrolment key for an organisation and shows it once.
import { Button, useRestoreFocusTarget } from '@fluentui/react-components';
import { KeyRegular } from '@fluentui/react-icons';
import type { Organisation } from '../../contract/console.ts';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { useCreateEnrolmentKey } from './queries.ts';

export function NewKeyButton({ organisation }: { organisation: Organisation }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const create = useCreateEnrolmentKey();
  const focusTarget = useRestoreFocusTarget();
  return (
    <>
      <Button
        {...focusTarget}
        icon={<KeyRegular />}
        disabledFocusable={create.isPending}
        onClick={() => create.mutate(organisation.id, { onError: toasts.failure })}
      >
        {t('keys.new')}
      </Button>
      {create.data && (
        <NewKeyDialog
          enrolmentKey={create.data.key}
          organisation={organisation.name}
          server={window.location.origin}
          onClose={create.reset}
        />
      )}
    </>
  );
}
