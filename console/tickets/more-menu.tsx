// The menu of the acts that concern more than one ticket: to merge, to split and to link.
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
import { useTexts } from '../ui/texts.ts';
import { linkElsewhere } from './links.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { RelateDialog } from './relate-dialog.tsx';
import { SplitDialog } from './split-dialog.tsx';

const DIALOGS = { merge: MergeDialog, split: SplitDialog, relate: RelateDialog };
type Asked = keyof typeof DIALOGS;

/** Another system merges and splits its own tickets. */
function actsOn(ticket: DeskTicket): readonly Asked[] {
  if (linkElsewhere(ticket) !== null) return ['relate'];
  return ticket.status === 'closed' ? ['split', 'relate'] : ['merge', 'split', 'relate'];
}

export function MoreMenu({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
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
            {actsOn(ticket).map((act) => (
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
