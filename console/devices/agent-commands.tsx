// The commands above the table: they change the state of the selected agents, or of all that match.
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
import {
  ActOnMatching,
  type AgentCounts,
  type AgentFilter,
  type AgentRow,
  type AgentSelection,
  type ChangedAgents,
  type Organisation,
} from '../../contract/console.ts';
import type { AgentState } from '../../contract/primitives.ts';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Change, ConfirmChange } from './confirm-change.tsx';
import { type AgentAct, changedBy, countChanged, countMatching, needsDecision, totalOf } from './listing.ts';
import { useChangeAgentState } from './queries.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  toolbar: { flexWrap: 'wrap', padding: 0, gap: tokens.spacingHorizontalS },
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

/** All that match: what is filtered, and how many there are. */
interface Scope {
  filter: AgentFilter;
  /** null if all organisations are shown */
  organisation: Organisation | null;
  /** of every state */
  counts: AgentCounts;
  state: AgentState | 'all';
}

interface AgentCommandsProps {
  selected: AgentRow[];
  scope: Scope;
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
  const send = (act: AgentAct, selection: AgentSelection) =>
    change.mutate({ act, selection }, { onSuccess: onSuccess(act), onError: toasts.failure });
  const start = (act: AgentAct) => {
    const selection = {
      agentIds: selected.map(({ id }) => id),
      revisions: Object.fromEntries(selected.map(({ id, revision }) => [id, revision])),
    };
    const toDecide = act === 'activate' ? changedBy(act, selected).filter(needsDecision) : [];
    const next = { act, selection, counts: countChanged(act, selected), toDecide };
    // Retiring and deleting cannot be undone, and neither can giving an agent the place of another.
    if (act === 'retire' || act === 'erase')
      confirm({ ...next, title: t(act === 'retire' ? 'devices.retireTitle' : 'devices.eraseTitle') });
    else if (toDecide.length > 0) confirm({ ...next, title: t('devices.activateTitle') });
    else send(act, selection);
  };
  return (
    <div className={styles.root}>
      <ActToolbar selected={selected} pending={change.isPending} onStart={start} />
      <MatchingMenu {...scope} onChoose={confirm} />
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

/** Acts on all that match, beyond the page that is shown. Not on everybody at once: something has to be filtered. */
function MatchingMenu(props: Scope & { onChoose: (change: Change) => void }) {
  const { filter, organisation, counts, state, onChoose } = props;
  const { t } = useTexts();
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  const isWhole = filter.search === '' && state === 'all';
  if (isWhole && !organisation) return null;
  const nameOf = (act: ActOnMatching) =>
    isWhole && organisation
      ? t(`devices.all.${act}`, { organisation: organisation.name })
      : t(`devices.matching.${act}`);
  return (
    <Menu inline>
      <MenuTrigger disableButtonEnhancement>
        <Button {...focusTarget} appearance="subtle" icon={<ChevronDownRegular />} iconPosition="after">
          {t(isWhole ? 'devices.whole' : 'devices.allMatching')}
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>
          {ActOnMatching.options.map((act) => {
            const changed = countMatching(act, counts, state);
            const change = { act, selection: { matching: filter }, counts: changed, toDecide: [] };
            return (
              <MenuItem
                key={act}
                icon={ICONS[act]}
                disabled={totalOf(changed) === 0}
                onClick={() => onChoose({ ...change, title: nameOf(act) })}
              >
                {nameOf(act)}
              </MenuItem>
            );
          })}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
