// Title and description.
import { Input, makeStyles, mergeClasses, Textarea } from '@fluentui/react-components';
import { type KeyboardEvent, memo, type RefObject, useRef } from 'react';
import type { DraftContent } from '../../contract/ipc.ts';
import { FormRow, useNarrow } from '../ui/form-row.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  // The description fills the rest of the window, and grows with its text if Chromium supports `field-sizing`.
  growing: { flex: '1 0 auto' },
  growingRow: { gridTemplateRows: 'minmax(72px, 1fr) auto auto' },
  growingColumn: { gridTemplateRows: 'auto minmax(72px, 1fr) auto auto' },
  descriptionText: { maxHeight: 'none', height: '100%', fieldSizing: 'content' },
});

interface TextFieldsProps extends Pick<DraftContent, 'title' | 'description'> {
  titleProblem: string | null;
  descriptionProblem: string | null;
  titleField: RefObject<HTMLInputElement | null>;
  /** the ticket is being sent */
  readOnly: boolean;
  onChange: (change: Partial<DraftContent>) => void;
}

export const TextFields = memo(function TextFields(props: TextFieldsProps) {
  const { title, description, titleProblem, descriptionProblem, titleField, readOnly, onChange } = props;
  const { t } = useTexts();
  const styles = useStyles();
  const narrow = useNarrow();
  const descriptionField = useRef<HTMLTextAreaElement>(null);
  function toDescription(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    descriptionField.current?.focus();
  }
  return (
    <>
      <FormRow place="title" label={t('capture.title')} problem={titleProblem}>
        <Input
          input={{ ref: titleField }}
          value={title}
          readOnly={readOnly}
          onChange={(_, { value }) => onChange({ title: value })}
          onKeyDown={toDescription}
          autoComplete="off"
        />
      </FormRow>
      <FormRow
        place="description"
        className={mergeClasses(styles.growing, narrow ? styles.growingColumn : styles.growingRow)}
        label={t('capture.description')}
        problem={descriptionProblem}
      >
        <Textarea
          textarea={{ ref: descriptionField, className: styles.descriptionText }}
          value={description}
          readOnly={readOnly}
          onChange={(_, { value }) => onChange({ description: value })}
        />
      </FormRow>
    </>
  );
});
