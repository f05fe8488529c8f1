// The menu of the acts that concern more than one ticket: to merge, to split, to link, and to change the requester's address.
import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { useStaff } from '../session/session.ts';
import { useTexts } from '../ui/texts.ts';
import { ChangeAddressDialog } from './change-address-dialog.tsx';
import { linkElsewhere } from './links.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { RelateDialog } from './relate-dialog.tsx';
import { SplitDialog } from './split-dialog.tsx';

const DIALOGS = {
  merge: MergeDialog,
  split: SplitDialog,
  relate: RelateDialog,
  address: ChangeAddressDialog,
};
type Asked = keyof typeof DIALOGS;

/** Another system merges and splits its own tickets. Administrators alone say that two addresses are of one person. */
function actsOn(ticket: DeskTicket, isAdministrator: boolean): readonly Asked[] {
  const others: readonly Asked[] = isAdministrator ? ['relate', 'address'] : ['relate'];
  if (linkElsewhere(ticket) !== null) return others;
  return ticket.status === 'closed' ? ['split', ...others] : ['merge', 'split', ...others];
}

export function MoreMenu({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const isAdministrator = useStaff().role === 'administrator';
  const focusTarget = useRestoreFocusTarget();
  const [asked, setAsked] = useState<Asked | null>(null);
  const Asking = asked && DIALOGS[asked];
  return (
    <>
      <Menu positioning={{ position: 'below', align: 'end' }}>
        <MenuTrigger disableButtonEnhancement>
          <Button {...focusTarget} icon={<MoreHorizontalRegular />} aria-label={t('tickets.more')} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {actsOn(ticket, isAdministrator).map((act) => (
              <MenuItem key={act} onClick={() => setAsked(act)}>
                {t(`tickets.moreAct.${act}`)}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {Asking && <Asking ticket={ticket} onClose={() => setAsked(null)} />}
    </>
  );
}
