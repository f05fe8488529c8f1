// The state of the updates in one line, with a Restart button when an update is ready.
import { Button, makeStyles } from '@fluentui/react-components';
import type { UpdateState } from '../../contract/update.ts';
import { useBridge } from '../ui/bridge.ts';
import { type Translate, useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '8px' },
});

function sentence(update: UpdateState, t: Translate): string {
  switch (update.phase) {
    case 'off':
      return t('about.update.off');
    case 'unknown':
      return t('about.update.unknown');
    case 'current':
      return t('about.update.current');
    case 'downloading':
      return t('about.update.downloading', { version: update.version });
    case 'refused':
      return t('about.update.refused', { version: update.version });
    case 'ready':
      if (update.restartRequested) return t('about.update.asked', { version: update.version });
      return t(update.needsRights ? 'about.update.readyAsk' : 'about.update.ready', {
        version: update.version,
      });
  }
}

export function UpdateLine({ update }: { update: UpdateState }) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <span role="status">{sentence(update, t)}</span>
      {update.phase === 'ready' && !update.restartRequested && (
        <Button size="small" onClick={() => void ask['update:restart']()}>
          {t('about.update.restart')}
        </Button>
      )}
    </div>
  );
}
