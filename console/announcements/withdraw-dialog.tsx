// Asks for confirmation before an announcement is withdrawn.
import { Text } from '@fluentui/react-components';
import type { PublishedAnnouncement } from '../../contract/console.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useWithdraw } from './queries.ts';

interface WithdrawDialogProps {
  announcement: PublishedAnnouncement;
  onClose: () => void;
}

export function WithdrawDialog({ announcement, onClose }: WithdrawDialogProps) {
  const { t, language } = useTexts();
  return (
    <ConfirmDialog
      title={t('announcements.withdrawTitle')}
      submitLabel={t('announcements.withdraw')}
      mutation={useWithdraw(announcement.id)}
      subject={undefined}
      done={t('announcements.withdrawnNow')}
      onClose={onClose}
    >
      <Text weight="semibold">{announcement.title[language]}</Text>
      <Text>{t('announcements.withdrawWhat')}</Text>
    </ConfirmDialog>
  );
}
