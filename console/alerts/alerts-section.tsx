// The section of the account page that chooses how to be told of tickets, in this browser.
import { MessageBar, MessageBarBody, Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { Section } from '../ui/section.tsx';
import { useTexts } from '../ui/texts.ts';
import { useAlertPreference } from './preferences.ts';
import { playAlert } from './sound.ts';

export function AlertsSection() {
  const { t } = useTexts();
  const [alerts, setAlerts] = useAlertPreference();
  const [isDenied, setIsDenied] = useState(false);
  const isSupported = typeof Notification !== 'undefined';
  const chooseSound = (sound: boolean) => {
    setAlerts({ ...alerts, sound });
    // so that it is known, and the browser lets this page sound from now on
    if (sound) playAlert();
  };
  const chooseNotification = async (notification: boolean) => {
    const isGranted = notification && (await Notification.requestPermission()) === 'granted';
    setIsDenied(notification && !isGranted);
    setAlerts({ ...alerts, notification: isGranted });
  };
  return (
    <Section title={t('alerts.title')} intro={t('alerts.intro')}>
      <Switch
        label={t('alerts.sound')}
        checked={alerts.sound}
        onChange={(_, { checked }) => chooseSound(checked)}
      />
      {isSupported && (
        <Switch
          label={t('alerts.notification')}
          checked={alerts.notification}
          onChange={(_, { checked }) => void chooseNotification(checked)}
        />
      )}
      {isDenied && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('alerts.denied')}</MessageBarBody>
        </MessageBar>
      )}
    </Section>
  );
}
