// The table of an organisation's enrolment keys, each shown by its last characters, with the action that revokes one.
import {
  Badge,
  Button,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableRow,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { KeyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { EnrolmentKeySummary, Organisation } from '../../contract/console.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Deadline, Moment, useNow } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { useRevokeEnrolmentKey } from './queries.ts';

const useStyles = makeStyles({
  key: { fontFamily: tokens.fontFamilyMonospace },
  state: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  action: { width: '128px', textAlign: 'end' },
});

interface EnrolmentKeysProps {
  organisation: Organisation;
  canChange: boolean;
}

export function EnrolmentKeys({ organisation, canChange }: EnrolmentKeysProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const [revoking, setRevoking] = useState<EnrolmentKeySummary | null>(null);
  const { enrolmentKeys } = organisation;
  if (enrolmentKeys.length === 0) {
    return (
      <EmptyState icon={<KeyRegular />} title={t('keys.empty')}>
        {t('keys.emptyHow')}
      </EmptyState>
    );
  }
  return (
    <>
      <Table aria-label={t('keys.title')}>
        <TableHeader>
          <TableRow>
            <ColumnHeader>{t('keys.ending')}</ColumnHeader>
            <ColumnHeader>{t('keys.created')}</ColumnHeader>
            <ColumnHeader>{t('keys.admitted')}</ColumnHeader>
            <ColumnHeader>{t('keys.networks')}</ColumnHeader>
            <ColumnHeader>{t('keys.state')}</ColumnHeader>
            {canChange && <TableCell className={styles.action} />}
          </TableRow>
        </TableHeader>
        <TableBody>
          {enrolmentKeys.map((key) => (
            <KeyRow key={key.id} enrolmentKey={key} onRevoke={canChange ? setRevoking : null} />
          ))}
        </TableBody>
      </Table>
      {revoking && (
        <RevokeDialog organisationId={organisation.id} revoked={revoking} onClose={() => setRevoking(null)} />
      )}
    </>
  );
}

interface KeyRowProps {
  enrolmentKey: EnrolmentKeySummary;
  /** null for staff who are not administrators */
  onRevoke: ((key: EnrolmentKeySummary) => void) | null;
}

function KeyRow({ enrolmentKey, onRevoke }: KeyRowProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  const { ending, createdAt, revokedAt, uses, mostUses, networks, pool } = enrolmentKey;
  return (
    <TableRow>
      <TableCell className={styles.key}>
        …{ending} {pool ? `(${t('keys.ofPool')})` : null}
      </TableCell>
      <TableCell>
        <Moment at={createdAt} />
      </TableCell>
      <TableCell>{mostUses === null ? uses : t('keys.admittedOf', { uses, most: mostUses })}</TableCell>
      <TableCell>{networks.length === 0 ? t('keys.anywhere') : networks.join(', ')}</TableCell>
      <TableCell>
        <KeyState enrolmentKey={enrolmentKey} />
      </TableCell>
      {onRevoke && (
        <TableCell className={styles.action}>
          {!revokedAt && (
            <Button
              {...focusTarget}
              aria-label={t('keys.revokeOne', { ending })}
              onClick={() => onRevoke(enrolmentKey)}
            >
              {t('keys.revoke')}
            </Button>
          )}
        </TableCell>
      )}
    </TableRow>
  );
}

function KeyState({ enrolmentKey }: { enrolmentKey: EnrolmentKeySummary }) {
  const { t } = useTexts();
  const styles = useStyles();
  const now = useNow();
  const { revokedAt, expiresAt, uses, mostUses } = enrolmentKey;
  if (revokedAt) {
    return (
      <>
        {t('keys.revoked')} <Moment at={revokedAt} />
      </>
    );
  }
  const isExpired = expiresAt !== null && Date.parse(expiresAt) <= now;
  if (isExpired || (mostUses !== null && uses >= mostUses)) {
    return <Badge appearance="outline">{t(isExpired ? 'keys.expired' : 'keys.usedUp')}</Badge>;
  }
  return (
    <span className={styles.state}>
      <Badge appearance="tint" color="success">
        {t('keys.inForce')}
      </Badge>
      {expiresAt && (
        <span>
          {t('keys.expires')} <Deadline at={expiresAt} />
        </span>
      )}
    </span>
  );
}

interface RevokeDialogProps {
  organisationId: string;
  revoked: EnrolmentKeySummary;
  onClose: () => void;
}

function RevokeDialog({ organisationId, revoked, onClose }: RevokeDialogProps) {
  const { t } = useTexts();
  const revoke = useRevokeEnrolmentKey(organisationId);
  return (
    <FormDialog
      title={t('keys.revokeOne', { ending: revoked.ending })}
      submitLabel={t('keys.revoke')}
      pending={revoke.isPending}
      failure={revoke.error?.failure ?? null}
      onSubmit={() => revoke.mutate(revoked.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('keys.revokeWhat')}
    </FormDialog>
  );
}
