// Asks for confirmation before a release and its files are removed.
import { Text } from '@fluentui/react-components';
import type { Release } from '../../contract/releases.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useRemoveRelease } from './queries.ts';

export function RemoveDialog({ release, onClose }: { release: Release; onClose: () => void }) {
  const { t } = useTexts();
  const { id, version } = release;
  return (
    <ConfirmDialog
      title={t('updates.removeOne', { version })}
      submitLabel={t('act.remove')}
      mutation={useRemoveRelease(id)}
      subject={undefined}
      done={t('updates.removedNow', { version })}
      onClose={onClose}
    >
      <Text>{t('updates.removeWhat')}</Text>
    </ConfirmDialog>
  );
}
