// Asks before an act that takes something from somebody: their sessions, their second factor, their place.
import type { StaffMember } from '../../contract/staff.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useDeactivate, useEndSessions, useResetSecondFactor, useWithdrawInvitation } from './queries.ts';

export type AskedAct = 'withdraw' | 'resetSecondFactor' | 'endSessions' | 'deactivate';

interface ConfirmActProps {
  act: AskedAct;
  member: StaffMember;
  onClose: () => void;
}

export function ConfirmAct({ act, member, onClose }: ConfirmActProps) {
  const { id, fullName: name, openTickets: count } = member;
  const { t } = useTexts();
  const mutations = {
    withdraw: useWithdrawInvitation(),
    resetSecondFactor: useResetSecondFactor(),
    endSessions: useEndSessions(),
    deactivate: useDeactivate(),
  };
  return (
    <ConfirmDialog
      title={t(`staff.ask.${act}`, { name })}
      submitLabel={t(`staff.act.${act}`)}
      mutation={mutations[act]}
      subject={id}
      done={t(`staff.done.${act}`, { name })}
      onClose={onClose}
    >
      {t(`staff.effect.${act}`)}
      {act === 'deactivate' && count > 0 && ` ${t('staff.releases', { count })}`}
    </ConfirmDialog>
  );
}
