// A ticket that a restored server no longer has: what happened, what is kept, and what a person can do.
import { Button } from '@fluentui/react-components';
import { useBridge } from '../ui/bridge.ts';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';

export function MissingTicket() {
  const { t } = useTexts();
  const { ask } = useBridge();
  return (
    <Notice
      intent="warning"
      actions={<Button onClick={() => void ask['window:open']('capture')}>{t('act.createTicket')}</Button>}
    >
      {t('tickets.missingWhy')}
    </Notice>
  );
}
