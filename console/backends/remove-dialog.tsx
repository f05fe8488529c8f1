// Asks before a backend is removed, and says why it cannot be while it is in use.
import { Text } from '@fluentui/react-components';
import type { ListedBackend } from '../../contract/backends.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNotices } from '../ui/notices.tsx';
import { useTexts } from '../ui/texts.ts';
import { useRemoveBackend } from './queries.ts';

export function RemoveDialog({ backend, onClose }: { backend: ListedBackend; onClose: () => void }) {
  const { t } = useTexts();
  const notices = useNotices();
  const remove = useRemoveBackend(backend.id);
  const { name } = backend;
  const submit = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notices.done(t('backends.removedNow', { name }));
        onClose();
      },
    });
  return (
    <FormDialog
      title={t('backends.removeOne', { name })}
      act={t('act.remove')}
      pending={remove.isPending}
      failure={remove.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('backends.removeWhat')}</Text>
    </FormDialog>
  );
}
