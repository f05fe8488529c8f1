// Button that opens the file picker.
import { Button } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons';
import { type ChangeEvent, useRef } from 'react';
import { useTexts } from '../ui/texts.ts';

export function AttachButton({ onPick }: { onPick: (files: readonly File[]) => void }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const pick = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onPick([...(target.files ?? [])]);
    // Otherwise picking the same file again would not fire `change`.
    target.value = '';
  };
  return (
    <>
      <input ref={input} type="file" multiple hidden onChange={pick} />
      <Button icon={<AttachRegular />} onClick={() => input.current?.click()}>
        {t('tickets.attach')}
      </Button>
    </>
  );
}
