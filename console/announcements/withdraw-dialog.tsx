// Asks before an announcement is taken back.
import { Text } from '@fluentui/react-components';
import type { PublishedAnnouncement } from '../../contract/console.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNotices } from '../ui/notices.tsx';
import { useTexts } from '../ui/texts.ts';
import { useWithdraw } from './queries.ts';

interface WithdrawDialogProps {
  announcement: PublishedAnnouncement;
  onClose: () => void;
}

export function WithdrawDialog({ announcement, onClose }: WithdrawDialogProps) {
  const { t, language } = useTexts();
  const notices = useNotices();
  const withdraw = useWithdraw(announcement.id);
  const submit = () =>
    withdraw.mutate(undefined, {
      onSuccess: () => {
        notices.done(t('announcements.withdrawnNow'));
        onClose();
      },
    });
  return (
    <FormDialog
      title={t('announcements.withdrawTitle')}
      act={t('announcements.withdraw')}
      pending={withdraw.isPending}
      failure={withdraw.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text weight="semibold">{announcement.title[language]}</Text>
      <Text>{t('announcements.withdrawWhat')}</Text>
    </FormDialog>
  );
}
