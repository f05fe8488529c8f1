// What an act on the settings had to say, and where: at a field, or of the settings as a whole.
import { useSentence } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import type { SettingsField } from './address-state.ts';
import type { SettingsEditor } from './use-settings.ts';

/** What is told at a field, or null. */
export function useFieldMessage({ outcome, field }: SettingsEditor): (asked: SettingsField) => string | null {
  const { t } = useTexts();
  const sentence = useSentence();
  return (asked) => {
    if (asked !== field) return null;
    if (outcome?.kind === 'failed') return sentence(outcome.error);
    return outcome?.kind === 'invalid' ? t(`settings.invalid.${asked}`) : null;
  };
}

/** What is told in the footer, or null. */
export function useFooterMessage({ outcome, field }: SettingsEditor): string | null {
  const { t } = useTexts();
  const sentence = useSentence();
  switch (outcome?.kind) {
    case 'saved':
      return t('settings.saved');
    case 'confirmed':
      return t('settings.confirmed', { email: outcome.email });
    case 'failed':
      return field === null ? sentence(outcome.error) : null;
    default:
      return null;
  }
}
