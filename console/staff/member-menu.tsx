// The menu of one person: what an administrator can do about them in their present state, and the dialogs of it.
import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { StaffMember } from '../../contract/staff.ts';
import { AbsenceDialog } from '../colleagues/absence-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { type AskedAct, ConfirmAct } from './confirm-act.tsx';
import { useReactivate, useSendAgain, useSendPasswordLink } from './queries.ts';

const useStyles = makeStyles({ popover: { zIndex: 1 } });

type Act = AskedAct | 'sendAgain' | 'change' | 'absence' | 'sendPasswordLink' | 'reactivate';

/** Nobody does anything to themselves here but write their name and their absence: the page Account has the rest. */
function actsOn({ state, hasSecondFactor, hasPassword }: StaffMember, isSelf: boolean): readonly Act[] {
  if (state === 'invited') return ['sendAgain', 'withdraw'];
  if (isSelf) return ['change', 'absence'];
  if (state === 'deactivated') return ['change', 'reactivate'];
  return [
    'change',
    'absence',
    ...(hasPassword ? (['sendPasswordLink'] as const) : []),
    'endSessions',
    ...(hasSecondFactor ? (['resetSecondFactor'] as const) : []),
    'deactivate',
  ];
}

interface MemberMenuProps {
  member: StaffMember;
  /** the signed-in person */
  isSelf: boolean;
}

export function MemberMenu({ member, isSelf }: MemberMenuProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const focusTarget = useRestoreFocusTarget();
  const sendAgain = useSendAgain();
  const reactivate = useReactivate();
  const sendPasswordLink = useSendPasswordLink(language);
  const [open, setOpen] = useState<AskedAct | 'change' | 'absence' | null>(null);
  const { id, email, fullName } = member;
  const close = () => setOpen(null);
  const said = (text: string) => ({ onSuccess: () => toasts.success(text), onError: toasts.failure });
  const begin = (act: Act) => {
    if (act === 'sendAgain') sendAgain.mutate(id, said(t('staff.sent', { email })));
    else if (act === 'sendPasswordLink')
      sendPasswordLink.mutate(id, said(t('staff.passwordLinkSent', { email })));
    else if (act === 'reactivate') reactivate.mutate(id, said(t('staff.reactivated', { name: fullName })));
    else setOpen(act);
  };
  return (
    <>
      {/* fixed: the table scrolls sideways, and would cut the menu off */}
      <Menu inline positioning={{ position: 'below', align: 'end', strategy: 'fixed' }}>
        <MenuTrigger disableButtonEnhancement>
          <Button
            {...focusTarget}
            appearance="subtle"
            icon={<MoreHorizontalRegular />}
            aria-label={t('staff.actsOn', { name: fullName })}
          />
        </MenuTrigger>
        <MenuPopover className={styles.popover}>
          <MenuList>
            {actsOn(member, isSelf).map((act) => (
              <MenuItem key={act} onClick={() => begin(act)}>
                {t(`staff.act.${act}`)}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {open === 'change' && <ChangeDialog member={member} isSelf={isSelf} onClose={close} />}
      {open === 'absence' && <AbsenceDialog person={member} isSelf={isSelf} onClose={close} />}
      {open !== null && open !== 'change' && open !== 'absence' && (
        <ConfirmAct act={open} member={member} onClose={close} />
      )}
    </>
  );
}
