// The messages about the last act on the settings: at a field, or in the footer.
import { useSentence } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import type { SettingsField } from './address-state.ts';
import type { SettingsEditor } from './use-settings.ts';

/** Returns a function that returns the message at a field, or null for none. */
export function useFieldMessage({ outcome, field }: SettingsEditor): (at: SettingsField) => string | null {
  const { t } = useTexts();
  const sentence = useSentence();
  return (at) => {
    if (at !== field) return null;
    if (outcome?.kind === 'failed') return sentence(outcome.error);
    return outcome?.kind === 'invalid' ? t(`settings.invalid.${at}`) : null;
  };
}

/** Returns the message in the footer, or null for none. */
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
