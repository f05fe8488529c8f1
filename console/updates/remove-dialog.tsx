// Asks before a release is removed with its files.
import { Text } from '@fluentui/react-components';
import type { Release } from '../../contract/releases.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNotices } from '../ui/notices.tsx';
import { useTexts } from '../ui/texts.ts';
import { useRemoveRelease } from './queries.ts';

export function RemoveDialog({
  release: { id, version },
  onClose,
}: {
  release: Release;
  onClose: () => void;
}) {
  const { t } = useTexts();
  const notices = useNotices();
  const remove = useRemoveRelease(id);
  const submit = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notices.done(t('updates.removedNow', { version }));
        onClose();
      },
    });
  return (
    <FormDialog
      title={t('updates.removeOne', { version })}
      act={t('act.remove')}
      pending={remove.isPending}
      failure={remove.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('updates.removeWhat')}</Text>
    </FormDialog>
  );
}
