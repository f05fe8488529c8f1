// Asks for confirmation before a backend is removed, and shows why one in use cannot be.
import { Text } from '@fluentui/react-components';
import type { ListedBackend } from '../../contract/backends.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useRemoveBackend } from './queries.ts';

export function RemoveDialog({ backend, onClose }: { backend: ListedBackend; onClose: () => void }) {
  const { t } = useTexts();
  const { id, name } = backend;
  return (
    <ConfirmDialog
      title={t('backends.removeOne', { name })}
      submitLabel={t('act.remove')}
      mutation={useRemoveBackend(id)}
      subject={undefined}
      done={t('backends.removedNow', { name })}
      onClose={onClose}
    >
      <Text>{t('backends.removeWhat')}</Text>
    </ConfirmDialog>
  );
}
