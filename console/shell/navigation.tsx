// The navigation at the left, styled as in Windows 11: a pill marks the current page.
import { CounterBadge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowSyncCircleFilled,
  ArrowSyncCircleRegular,
  bundleIcon,
  DesktopFilled,
  DesktopRegular,
  HeartPulseFilled,
  HeartPulseRegular,
  MailFilled,
  MailRegular,
  MegaphoneFilled,
  MegaphoneRegular,
  PeopleTeamFilled,
  PeopleTeamRegular,
  ServerLinkFilled,
  ServerLinkRegular,
  TicketDiagonalFilled,
  TicketDiagonalRegular,
} from '@fluentui/react-icons';
import { NavLink } from 'react-router';
import { useParkedCount } from '../backends/queries.ts';
import { useWaitingCount } from '../devices/queries.ts';
import { useStaff } from '../session/session.ts';
import { plainList } from '../ui/plain-list.ts';
import { useTexts } from '../ui/texts.ts';

const DesktopIcon = bundleIcon(DesktopFilled, DesktopRegular);
const MegaphoneIcon = bundleIcon(MegaphoneFilled, MegaphoneRegular);
const BackendIcon = bundleIcon(ServerLinkFilled, ServerLinkRegular);
const UpdateIcon = bundleIcon(ArrowSyncCircleFilled, ArrowSyncCircleRegular);
const StaffIcon = bundleIcon(PeopleTeamFilled, PeopleTeamRegular);
const MailIcon = bundleIcon(MailFilled, MailRegular);
const StatusIcon = bundleIcon(HeartPulseFilled, HeartPulseRegular);
const TicketIcon = bundleIcon(TicketDiagonalFilled, TicketDiagonalRegular);

const useStyles = makeStyles({
  nav: { gridArea: 'nav', padding: tokens.spacingHorizontalS },
  list: {
    ...plainList(tokens.spacingVerticalXS),
    width: '184px',
    '@media (max-width: 720px)': { width: '40px' },
  },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    height: '40px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase300,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
    '@media (max-width: 720px)': { padding: 0, justifyContent: 'center' },
  },
  icon: { fontSize: '20px', flexShrink: 0 },
  here: {
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    fontWeight: tokens.fontWeightSemibold,
    '::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      height: '16px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandBackground,
      '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
    },
  },
  label: {
    flexGrow: 1,
    '@media (max-width: 720px)': { position: 'absolute', clipPath: 'inset(50%)' },
  },
  count: { '@media (max-width: 720px)': { position: 'absolute', top: 0, right: 0 } },
});

/** `waitingTickets`: how many wait for the person. */
export function Navigation({ waitingTickets }: { waitingTickets: number }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { role, organisationIds } = useStaff();
  const isOfAll = role === 'administrator' && organisationIds === null;
  const [waiting, parked] = [useWaitingCount(), useParkedCount()];
  const waitingText = t('devices.waitingCount', { count: waiting });
  const parkedText = t('backends.health.parked', { count: parked });
  const pages = [
    { path: '/devices', name: t('devices.title'), Icon: DesktopIcon, count: waiting, tooltip: waitingText },
    {
      path: '/tickets',
      name: t('tickets.title'),
      Icon: TicketIcon,
      count: waitingTickets,
      tooltip: t('alerts.waiting', { count: waitingTickets }),
    },
    { path: '/announcements', name: t('announcements.title'), Icon: MegaphoneIcon, count: 0, tooltip: '' },
    ...(isOfAll
      ? [
          {
            path: '/backends',
            name: t('backends.title'),
            Icon: BackendIcon,
            count: parked,
            tooltip: parkedText,
          },
          { path: '/updates', name: t('updates.title'), Icon: UpdateIcon, count: 0, tooltip: '' },
        ]
      : []),
    ...(role === 'administrator'
      ? [{ path: '/staff', name: t('staff.title'), Icon: StaffIcon, count: 0, tooltip: '' }]
      : []),
    ...(isOfAll
      ? [
          { path: '/mails', name: t('mails.title'), Icon: MailIcon, count: 0, tooltip: '' },
          { path: '/status', name: t('status.title'), Icon: StatusIcon, count: 0, tooltip: '' },
        ]
      : []),
  ];
  return (
    <nav className={styles.nav} aria-label={t('shell.navigation')}>
      <ul className={styles.list}>
        {pages.map(({ path, name, Icon, count, tooltip }) => (
          <li key={path}>
            <NavLink
              to={path}
              className={({ isActive }) => mergeClasses(styles.link, isActive && styles.here)}
              {...(count > 0 && { title: tooltip })}
            >
              {({ isActive }) => (
                <>
                  <Icon className={styles.icon} filled={isActive} />
                  <span className={styles.label}>{name}</span>
                  {count > 0 && (
                    <CounterBadge
                      className={styles.count}
                      count={count}
                      size="small"
                      color="brand"
                      aria-hidden
                    />
                  )}
                </>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
