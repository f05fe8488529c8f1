// The advance activations of an organisation: a table, and the actions that add and remove them.
import {
  Button,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { AddRegular, PersonAvailableRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { AdvanceActivation, Organisation } from '../../contract/console.ts';
import { Bar } from '../ui/bar.tsx';
import { ColumnHeader } from '../ui/column-header.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Moment } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { NewAdvanceActivationDialog } from './new-advance-activation-dialog.tsx';
import { useRemoveAdvanceActivation } from './queries.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  intro: { color: tokens.colorNeutralForeground2, maxWidth: '640px', margin: 0 },
  action: { width: '128px', textAlign: 'end' },
});

/** Returns a function that describes whom an advance activation is for. */
function useSubject(): (activation: AdvanceActivation) => string {
  const { t } = useTexts();
  return ({ machineId, hostname, userName }) => {
    if (machineId !== null) return t('advance.onMachine', { machine: machineId });
    if (hostname !== null && userName !== null) {
      return t('advance.userOnDevice', { user: userName, host: hostname });
    }
    if (hostname !== null) return t('advance.onDevice', { host: hostname });
    if (userName !== null) return t('advance.ofUser', { user: userName });
    return t('advance.everyone');
  };
}

export function AdvanceActivations(props: { organisation: Organisation; canChange: boolean }) {
  const { organisation, canChange } = props;
  const { t } = useTexts();
  const styles = useStyles();
  const [isAdding, setIsAdding] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  return (
    <div className={styles.root}>
      <Bar>
        <Text as="p" className={styles.intro}>
          {t('advance.intro')}
        </Text>
        {canChange && (
          <Button {...focusTarget} icon={<AddRegular />} onClick={() => setIsAdding(true)}>
            {t('advance.new')}
          </Button>
        )}
      </Bar>
      {organisation.advanceActivations.length === 0 ? (
        <EmptyState icon={<PersonAvailableRegular />} title={t('advance.empty')} />
      ) : (
        <ActivationTable organisation={organisation} canChange={canChange} />
      )}
      {isAdding && (
        <NewAdvanceActivationDialog organisationId={organisation.id} onClose={() => setIsAdding(false)} />
      )}
    </div>
  );
}

function ActivationTable({ organisation, canChange }: { organisation: Organisation; canChange: boolean }) {
  const { t } = useTexts();
  const styles = useStyles();
  const subjectOf = useSubject();
  const toasts = useToasts();
  const remove = useRemoveAdvanceActivation(organisation.id);
  return (
    <Table aria-label={t('advance.title')}>
      <TableHeader>
        <TableRow>
          <ColumnHeader>{t('advance.whom')}</ColumnHeader>
          <ColumnHeader>{t('advance.used')}</ColumnHeader>
          <ColumnHeader>{t('advance.since')}</ColumnHeader>
          {canChange && <TableCell className={styles.action} />}
        </TableRow>
      </TableHeader>
      <TableBody>
        {organisation.advanceActivations.map((activation) => (
          <TableRow key={activation.id}>
            <TableCell>{subjectOf(activation)}</TableCell>
            <TableCell>{t('advance.usedOf', { used: activation.used, admits: activation.admits })}</TableCell>
            <TableCell>
              <Moment at={activation.createdAt} />
            </TableCell>
            {canChange && (
              <TableCell className={styles.action}>
                <Button
                  aria-label={t('advance.removeOne', { whom: subjectOf(activation) })}
                  onClick={() => remove.mutate(activation.id, { onError: toasts.failure })}
                >
                  {t('act.remove')}
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
