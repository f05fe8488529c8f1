// The rows of one device: the device, and the Windows users on it.
import {
  Caption1,
  Checkbox,
  makeStyles,
  mergeClasses,
  PresenceBadge,
  TableCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkRegular, DesktopRegular } from '@fluentui/react-icons';
import type { AgentRow, DeviceRow } from '../../contract/console.ts';
import { Moment } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { AgentStateBadge } from './agent-state-badge.tsx';
import { Claims } from './claims.tsx';
import { CopiedMark } from './copied-mark.tsx';
import { checkedOf, toggle } from './listing.ts';

/** The ids of the selected agents, and how to change them. */
export interface Selection {
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

const useStyles = makeStyles({
  device: { backgroundColor: tokens.colorNeutralBackground2 },
  waiting: { boxShadow: `inset 3px 0 0 ${tokens.colorStatusWarningBorderActive}` },
  line: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  hostname: { fontWeight: tokens.fontWeightSemibold },
  user: { padding: `${tokens.spacingVerticalXS} 0 ${tokens.spacingVerticalXS} 28px` },
  icon: { fontSize: '20px', flexShrink: 0 },
  small: { flexShrink: 0, fontSize: '16px', color: tokens.colorStatusSuccessForeground1 },
  person: { display: 'block', paddingLeft: '24px', paddingBottom: tokens.spacingVerticalXS },
  ellipsis: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  departure: { display: 'block', paddingBottom: tokens.spacingVerticalXS },
  secondary: { color: tokens.colorNeutralForeground2 },
});

function AgentTableRow(props: { agent: AgentRow; hostname: string; selection: Selection | null }) {
  const { agent, hostname, selection } = props;
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <TableRow className={mergeClasses(agent.state === 'waiting' && styles.waiting)}>
      {selection && (
        <TableCell>
          <Checkbox
            aria-label={t('devices.selectUser', { user: agent.userName, host: hostname })}
            checked={selection.selected.has(agent.id)}
            onChange={() => selection.onSelect(toggle(selection.selected, [agent]))}
          />
        </TableCell>
      )}
      <TableCell>
        <div className={styles.user}>
          <div className={styles.line}>
            <span className={styles.ellipsis} title={agent.userName}>
              {agent.userName}
            </span>
            <CopiedMark what="copied" host={hostname} computers={agent.copies} />
          </div>
          <Claims agent={agent} />
        </div>
      </TableCell>
      <TableCell>
        <AgentStateBadge state={agent.state} />
        {agent.departure !== null && (
          <Caption1 className={mergeClasses(styles.secondary, styles.departure)}>
            {t(`devices.departure.${agent.departure}`)}
          </Caption1>
        )}
      </TableCell>
      <TableCell>
        <Address agent={agent} />
      </TableCell>
      <TableCell>{agent.agentVersion}</TableCell>
      <TableCell>
        <div className={styles.line}>
          <PresenceBadge
            size="extra-small"
            status={agent.online ? 'available' : 'offline'}
            aria-label={t(agent.online ? 'devices.online' : 'devices.offline')}
            title={t(agent.online ? 'devices.online' : 'devices.offline')}
          />
          <span className={styles.ellipsis}>
            <Moment at={agent.lastSeenAt} />
          </span>
        </div>
      </TableCell>
    </TableRow>
  );
}

function Address({ agent: { email, fullName } }: { agent: AgentRow }) {
  const { t } = useTexts();
  const styles = useStyles();
  if (!email) return <span className={styles.secondary}>{t('devices.notConfirmed')}</span>;
  return (
    <>
      <div className={styles.line} title={t('devices.confirmed', { email })}>
        <CheckmarkRegular className={styles.small} aria-label={t('devices.confirmedMark')} />
        <span className={styles.ellipsis}>{email}</span>
      </div>
      {fullName && <Caption1 className={mergeClasses(styles.secondary, styles.person)}>{fullName}</Caption1>}
    </>
  );
}

interface DeviceGroupProps {
  device: DeviceRow;
  selection: Selection | null;
  /** name of the organisation, if devices of several organisations are shown */
  organisation: string | null;
}

export function DeviceGroup({ device, selection, organisation }: DeviceGroupProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { agents, hostname, os, clones } = device;
  const about = [organisation, os, t('devices.userCount', { count: agents.length })].filter(Boolean);
  return (
    <>
      <TableRow className={styles.device}>
        {selection && (
          <TableCell>
            <Checkbox
              aria-label={t('devices.selectDevice', { host: hostname })}
              checked={checkedOf(agents, selection.selected)}
              onChange={() => selection.onSelect(toggle(selection.selected, agents))}
            />
          </TableCell>
        )}
        <TableCell colSpan={5}>
          <div className={styles.line}>
            <DesktopRegular className={styles.icon} aria-hidden />
            <span className={styles.hostname}>{hostname}</span>
            <CopiedMark what="cloned" host={hostname} computers={clones} />
            <span className={mergeClasses(styles.secondary, styles.ellipsis)}>{about.join(' · ')}</span>
          </div>
        </TableCell>
      </TableRow>
      {agents.map((agent) => (
        <AgentTableRow key={agent.id} agent={agent} hostname={hostname} selection={selection} />
      ))}
    </>
  );
}
