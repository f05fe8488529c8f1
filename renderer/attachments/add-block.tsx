// The place where attachments are added: the Add menu, a hint, and what the policy does not allow.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { useRef } from 'react';
import { useAppState } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import { useAddChoices } from './add-choices.tsx';
import { AddMenu } from './add-menu.tsx';
import type { AttachmentEditor } from './use-attachments.ts';

const useStyles = makeStyles({
  block: {
    flex: '1 1 160px',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    alignContent: 'flex-start',
    gap: '4px 12px',
  },
  hint: { ...typographyStyles.caption1, flex: '1 1 160px', margin: 0, color: tokens.colorNeutralForeground2 },
});

interface AddBlockProps {
  editor: AttachmentEditor;
  /** there is no label beside it */
  compact: boolean;
  /** id of the file input */
  inputId: string;
  chooseWindow: () => void;
}

export function AddBlock({ editor, compact, inputId, chooseWindow }: AddBlockProps) {
  const { t } = useTexts();
  const { policy } = useAppState();
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const choices = useAddChoices({
    mayCapture: policy.screenshots,
    capture: editor.capture,
    chooseWindow,
    chooseFiles: () => input.current?.click(),
  });
  const hint = [
    compact ? null : t('files.hint'),
    policy.fileTypes === null ? null : t('files.types', { types: policy.fileTypes.join(', ') }),
    policy.screenshots ? null : t('files.noScreenshots'),
  ]
    .filter((text) => text !== null)
    .join(' ');
  function takeChosen(chosen: HTMLInputElement): void {
    const files = [...(chosen.files ?? [])];
    // Otherwise choosing the same file again would not be a change.
    chosen.value = '';
    if (files.length > 0) void editor.take({ pictures: [], files });
  }
  return (
    <div className={styles.block}>
      <AddMenu choices={choices} disabled={editor.busy} />
      {hint === '' ? null : <p className={styles.hint}>{hint}</p>}
      <input
        ref={input}
        id={inputId}
        type="file"
        multiple
        hidden
        accept={policy.fileTypes?.map((type) => `.${type}`).join(',')}
        aria-label={compact ? t('files.attachments') : undefined}
        onChange={({ target }) => takeChosen(target)}
      />
    </div>
  );
}
