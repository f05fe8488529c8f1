// Copies a text to the clipboard, and confirms it on the button.
import { Button } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTexts } from './texts.ts';

interface CopyButtonProps {
  text: string;
  /** label, if it is not plain from the context what is copied */
  label?: string;
  /** id of the field with the text; it gets the focus, for Ctrl+C, if the browser refuses to copy */
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
      // The clipboard API needs a secure context: HTTPS or localhost.
      document.getElementById(fieldId)?.focus();
    }
  };
  return (
    <Button icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />} onClick={copy}>
      {isCopied ? t('act.copied') : (label ?? t('act.copy'))}
    </Button>
  );
}
