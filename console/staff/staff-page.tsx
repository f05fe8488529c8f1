// The page of the staff, for administrators: who works at the help desk, who is invited to, the teams, and the identity provider.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { TeamList } from '../teams/team-list.tsx';
import { AddButton } from '../ui/add-button.tsx';
import { Page } from '../ui/page.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { ProviderSection } from './provider-section.tsx';
import { useStaffList } from './queries.ts';
import { StaffTable } from './staff-table.tsx';

const useStyles = makeStyles({ how: { color: tokens.colorNeutralForeground2 } });

export function StaffPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const staff = useStaffList();
  const [isInviting, setIsInviting] = useState(false);
  return (
    <Page
      width="wide"
      title={t('staff.title')}
      action={<AddButton onClick={() => setIsInviting(true)}>{t('staff.invite')}</AddButton>}
    >
      <QueryFailureBar query={staff} />
      <Text className={styles.how}>{t('staff.how')}</Text>
      {staff.data && <StaffTable members={staff.data} />}
      {staff.data && <TeamList staff={staff.data} />}
      <ProviderSection />
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
    </Page>
  );
}
