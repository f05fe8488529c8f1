// Copies a text, and says that it did.
import { Button } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTexts } from './texts.ts';

interface CopyButtonProps {
  text: string;
  /** what it copies, when that is not plain from where the button stands */
  label?: string;
  /** id of the field that shows the text; it takes the focus, for Ctrl+C, where the browser forbids copying */
  fieldId: string;
}

export function CopyButton({ text, label, fieldId }: CopyButtonProps) {
  const { t } = useTexts();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      // Browsers copy only over HTTPS or on the same machine.
      document.getElementById(fieldId)?.focus();
    }
  };
  return (
    <Button icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />} onClick={copy}>
      {isCopied ? t('act.copied') : (label ?? t('act.copy'))}
    </Button>
  );
}
