// The commands over the table: change the state of the selected agents, or of all of an organisation.
import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  Toolbar,
  ToolbarButton,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import {
  ArchiveRegular,
  CheckmarkCircleRegular,
  ChevronDownRegular,
  PauseCircleRegular,
} from '@fluentui/react-icons';
import { useState } from 'react';
import type { AgentRow, Organisation } from '../../contract/console.ts';
import { useNotices } from '../ui/notices.tsx';
import { useTexts } from '../ui/texts.ts';
import { type Change, ConfirmChange } from './confirm-change.tsx';
import { type AgentAct, countChanged } from './listing.ts';
import { useChangeAgentState } from './queries.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  toolbar: { padding: 0, columnGap: tokens.spacingHorizontalS },
  // An inline popover lies among the rows of the table.
  popover: { zIndex: 1 },
  count: { color: tokens.colorNeutralForeground2 },
});

const ICONS = {
  activate: <CheckmarkCircleRegular />,
  suspend: <PauseCircleRegular />,
  retire: <ArchiveRegular />,
} as const;

interface AgentCommandsProps {
  selected: AgentRow[];
  /** the organisation shown, and every agent of it; null when all organisations are shown */
  whole: { organisation: Organisation; agents: AgentRow[] } | null;
  onDone: () => void;
}

export function AgentCommands({ selected, whole, onDone }: AgentCommandsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const notices = useNotices();
  const change = useChangeAgentState();
  const [asking, setAsking] = useState<Change | null>(null);

  const tellDone = (act: AgentAct) => (count: number) => {
    notices.done(t(`devices.done.${act}`, { count }));
    setAsking(null);
    onDone();
  };
  const ask = (next: Change) => {
    change.reset();
    setAsking(next);
  };
  const start = (act: AgentAct) => {
    const selection = { agentIds: selected.map(({ id }) => id) };
    // Retiring cannot be undone; the other two can, by each other.
    if (act === 'retire') ask({ act, selection, agents: selected, title: t('devices.retireTitle') });
    else change.mutate({ act, selection }, { onSuccess: tellDone(act), onError: notices.failed });
  };
  return (
    <div className={styles.root}>
      <ActToolbar selected={selected} pending={change.isPending} onStart={start} />
      {whole && <WholeMenu {...whole} onAsk={ask} />}
      <Text className={styles.count} role="status">
        {selected.length > 0 && t('devices.selected', { count: selected.length })}
      </Text>
      {asking && (
        <ConfirmChange
          change={asking}
          pending={change.isPending}
          failure={change.error?.failure ?? null}
          onConfirm={() =>
            change.mutate(
              { act: asking.act, selection: asking.selection },
              { onSuccess: tellDone(asking.act) },
            )
          }
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}

interface ActToolbarProps {
  selected: AgentRow[];
  pending: boolean;
  onStart: (act: AgentAct) => void;
}

function ActToolbar({ selected, pending, onStart }: ActToolbarProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  return (
    <Toolbar aria-label={t('devices.commands')} className={styles.toolbar}>
      {(['activate', 'suspend', 'retire'] as const).map((act) => (
        <ToolbarButton
          {...focusTarget}
          key={act}
          icon={ICONS[act]}
          appearance={act === 'activate' ? 'primary' : 'subtle'}
          disabled={pending || countChanged(act, selected) === 0}
          onClick={() => onStart(act)}
        >
          {t(`devices.act.${act}`)}
        </ToolbarButton>
      ))}
    </Toolbar>
  );
}

interface WholeMenuProps {
  organisation: Organisation;
  agents: AgentRow[];
  onAsk: (change: Change) => void;
}

function WholeMenu({ organisation, agents, onAsk }: WholeMenuProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  const { id, name } = organisation;
  return (
    <Menu inline>
      <MenuTrigger disableButtonEnhancement>
        <Button {...focusTarget} appearance="subtle" icon={<ChevronDownRegular />} iconPosition="after">
          {t('devices.whole')}
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>
          {(['activate', 'suspend'] as const).map((act) => (
            <MenuItem
              key={act}
              icon={ICONS[act]}
              disabled={countChanged(act, agents) === 0}
              onClick={() =>
                onAsk({
                  act,
                  selection: { organisationId: id },
                  agents,
                  title: t(`devices.all.${act}`, { organisation: name }),
                })
              }
            >
              {t(`devices.all.${act}`, { organisation: name })}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
