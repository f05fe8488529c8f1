// Personal settings: the requester, the confirmation of the address, and the settings of Guichet itself.
import { useSentence } from '../ui/bridge.ts';
import { Frame } from '../ui/frame.tsx';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';
import { SettingsForm } from './settings-form.tsx';
import { useStoredSettings } from './use-settings.ts';

export function SettingsScreen() {
  const { t } = useTexts();
  const sentence = useSentence();
  const stored = useStoredSettings();
  if (stored?.ok) return <SettingsForm {...stored.value} />;
  return (
    <Frame heading={t('settings.heading')}>
      {stored ? <Notice intent="warning">{sentence(stored.error)}</Notice> : null}
    </Frame>
  );
}
