// The commands above the table: they change the state of the selected agents, or of all agents of an organisation.
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
  DeleteRegular,
  PauseCircleRegular,
  RenameRegular,
} from '@fluentui/react-icons';
import { useState } from 'react';
import type { AgentRow, ChangedAgents, Organisation } from '../../contract/console.ts';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Change, ConfirmChange } from './confirm-change.tsx';
import { type AgentAct, changedBy, needsDecision } from './listing.ts';
import { useChangeAgentState } from './queries.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  toolbar: { padding: 0, columnGap: tokens.spacingHorizontalS },
  // An inline popover would otherwise be covered by the rows of the table.
  popover: { zIndex: 1 },
  count: { color: tokens.colorNeutralForeground2 },
});

const ICONS = {
  activate: <CheckmarkCircleRegular />,
  suspend: <PauseCircleRegular />,
  retire: <ArchiveRegular />,
  'accept-name': <RenameRegular />,
  erase: <DeleteRegular />,
} as const;

interface AgentCommandsProps {
  selected: AgentRow[];
  /** the chosen organisation and its agents; null if all organisations are shown */
  scope: { organisation: Organisation; agents: AgentRow[] } | null;
  onDone: () => void;
}

export function AgentCommands({ selected, scope, onDone }: AgentCommandsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const change = useChangeAgentState();
  const [proposed, setProposed] = useState<Change | null>(null);

  const onSuccess = (act: AgentAct) => (result: ChangedAgents) => {
    const parts = [t(`devices.done.${act}`, { count: result.changed })];
    if (result.undecided > 0) parts.push(t('devices.undecided', { count: result.undecided }));
    toasts.success(parts.join(' '));
    setProposed(null);
    onDone();
  };
  const confirm = (next: Change) => {
    change.reset();
    setProposed(next);
  };
  const start = (act: AgentAct) => {
    const selection = {
      agentIds: selected.map(({ id }) => id),
      revisions: Object.fromEntries(selected.map(({ id, revision }) => [id, revision])),
    };
    // Retiring and deleting cannot be undone, and neither can giving an agent the place of another.
    if (act === 'retire' || act === 'erase')
      confirm({
        act,
        selection,
        agents: selected,
        title: t(act === 'retire' ? 'devices.retireTitle' : 'devices.eraseTitle'),
      });
    else if (act === 'activate' && changedBy(act, selected).some(needsDecision))
      confirm({ act, selection, agents: selected, title: t('devices.activateTitle') });
    else change.mutate({ act, selection }, { onSuccess: onSuccess(act), onError: toasts.failure });
  };
  return (
    <div className={styles.root}>
      <ActToolbar selected={selected} pending={change.isPending} onStart={start} />
      {scope && <OrganisationMenu {...scope} onChoose={confirm} />}
      <Text className={styles.count} role="status">
        {selected.length > 0 && t('devices.selected', { count: selected.length })}
      </Text>
      {proposed && (
        <ConfirmChange
          change={proposed}
          pending={change.isPending}
          failure={change.error?.failure ?? null}
          onConfirm={() =>
            change.mutate(
              { act: proposed.act, selection: proposed.selection },
              { onSuccess: onSuccess(proposed.act) },
            )
          }
          onClose={() => setProposed(null)}
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
      {(['activate', 'suspend', 'retire', 'accept-name', 'erase'] as const).map((act) => (
        <ToolbarButton
          {...focusTarget}
          key={act}
          icon={ICONS[act]}
          appearance={act === 'activate' ? 'primary' : 'subtle'}
          disabled={pending || changedBy(act, selected).length === 0}
          onClick={() => onStart(act)}
        >
          {t(`devices.act.${act}`)}
        </ToolbarButton>
      ))}
    </Toolbar>
  );
}

interface OrganisationMenuProps {
  organisation: Organisation;
  agents: AgentRow[];
  onChoose: (change: Change) => void;
}

function OrganisationMenu({ organisation, agents, onChoose }: OrganisationMenuProps) {
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
              disabled={changedBy(act, agents).length === 0}
              onClick={() =>
                onChoose({
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
