// Dialog that tests the saved connection of a backend and shows the failed checks.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { useEffect } from 'react';
import type { ListedBackend } from '../../contract/backends.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { ConnectionChecks } from './connection-checks.tsx';
import { useTestBackend } from './queries.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '520px' },
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
});

export function TestDialog({ backend, onClose }: { backend: ListedBackend; onClose: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { mutate, data, error, isPending } = useTestBackend(backend.id);
  const { name } = backend;
  useEffect(() => mutate(), [mutate]);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t('backends.testOne', { name })}</DialogTitle>
          <DialogContent className={styles.content}>
            {isPending && <Spinner label={t('backends.testing')} />}
            {error && <FailureBar failure={error.failure} />}
            {data && <ConnectionChecks checks={data} />}
          </DialogContent>
          <DialogActions>
            <Button disabledFocusable={isPending} onClick={() => !isPending && mutate()}>
              {t('backends.testAgain')}
            </Button>
            <Button appearance="primary" onClick={onClose}>
              {t('act.done')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
