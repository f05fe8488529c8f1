// The table of the staff: a row for each person, with what an administrator can do about them.
import {
  Caption1,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { StaffMember } from '../../contract/staff.ts';
import { Away } from '../colleagues/away.tsx';
import { useOrganisations } from '../devices/queries.ts';
import { useStaff } from '../session/session.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { Deadline, Moment, useNow } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { MemberMenu } from './member-menu.tsx';
import { StaffStateBadge } from './staff-state-badge.tsx';

const useStyles = makeStyles({
  scroller: { overflowX: 'auto' },
  table: { minWidth: '900px' },
  person: {},
  role: { width: '184px' },
  state: { width: '184px' },
  lastSignIn: { width: '160px' },
  secondFactor: { width: '128px' },
  acts: { width: '72px' },
  names: {
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalS} 0`,
    overflowWrap: 'anywhere',
  },
  facts: { padding: `${tokens.spacingVerticalXS} 0` },
  secondary: { color: tokens.colorNeutralForeground2 },
  trouble: { color: tokens.colorStatusDangerForeground1 },
});
const COLUMNS = ['person', 'role', 'state', 'lastSignIn', 'secondFactor', 'acts'] as const;

export function StaffTable({ members }: { members: readonly StaffMember[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.scroller}>
      <Table size="small" aria-label={t('staff.title')} className={styles.table}>
        <TableHeader>
          <TableRow>
            {COLUMNS.map((column) => (
              <ColumnHeader key={column} className={styles[column]}>
                {t(`staff.column.${column}`)}
              </ColumnHeader>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function MemberRow({ member }: { member: StaffMember }) {
  const { t } = useTexts();
  const styles = useStyles();
  const isSelf = useStaff().id === member.id;
  const { fullName, email, role, state, lastSignInAt, hasSecondFactor } = member;
  return (
    <TableRow>
      <TableCell>
        <div className={styles.names}>
          <Text weight="semibold">{isSelf ? t('staff.you', { name: fullName }) : fullName}</Text>
          <Caption1 className={styles.secondary}>{email}</Caption1>
        </div>
      </TableCell>
      <TableCell>
        {t(`role.${role}`)}
        <WorksFor member={member} />
      </TableCell>
      <TableCell>
        <div className={styles.facts}>
          <StaffStateBadge state={state} />
          <Mailed member={member} />
          <Caption1 block className={styles.secondary}>
            <Away absence={state === 'active' ? member.absence : null} />
          </Caption1>
        </div>
      </TableCell>
      <TableCell>{lastSignInAt === null ? t('staff.never') : <Moment at={lastSignInAt} />}</TableCell>
      <TableCell>{t(hasSecondFactor ? 'staff.yes' : 'staff.no')}</TableCell>
      <TableCell>
        <MemberMenu member={member} isSelf={isSelf} />
      </TableCell>
    </TableRow>
  );
}

/** The organisations of somebody who is limited to some. */
function WorksFor({ member: { organisationIds } }: { member: StaffMember }) {
  const styles = useStyles();
  const { data: organisations } = useOrganisations();
  if (organisationIds === null || !organisations) return null;
  const names = organisations.filter(({ id }) => organisationIds.includes(id)).map(({ name }) => name);
  return (
    <Caption1 block className={styles.secondary}>
      {names.join(', ')}
    </Caption1>
  );
}

/** Until when an invitation is valid, or why a mail to them was not sent. */
function Mailed({ member: { invitedUntil, mailTrouble } }: { member: StaffMember }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const now = useNow();
  if (mailTrouble !== null)
    return (
      <Caption1 block className={styles.trouble}>
        {t(invitedUntil === null ? 'staff.accountNotMailed' : 'staff.notMailed')} {mailTrouble[language]}
      </Caption1>
    );
  if (invitedUntil === null) return null;
  const isOver = Date.parse(invitedUntil) <= now;
  return (
    <Caption1 block className={styles.secondary}>
      {t(isOver ? 'staff.expired' : 'staff.expires')} <Deadline at={invitedUntil} />
    </Caption1>
  );
}
