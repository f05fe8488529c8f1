// The pictures and files of a ticket or a message, and everything that adds, changes or removes them.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { Suspense, useId, useRef, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft } from '../../contract/ipc.ts';
import { LABEL_COLUMN } from '../ui/form-row.tsx';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';
import { AddBlock } from './add-block.tsx';
import { AttachmentDialog, type OpenDialog } from './attachment-dialog.tsx';
import { FileList } from './file-list.tsx';
import { useIncoming } from './incoming.ts';
import { PictureStrip } from './picture-strip.tsx';
import { Refusals } from './refusals.tsx';
import { useAttachments } from './use-attachments.ts';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: `${LABEL_COLUMN} minmax(0, 1fr)`,
    flexShrink: 0,
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: '4px' },
  },
  label: {
    ...typographyStyles.body1,
    alignSelf: 'start',
    padding: '6px 0',
    color: tokens.colorNeutralForeground1,
  },
  content: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  // The Add block is beside the pictures, if there is room.
  top: { display: 'flex', flexWrap: 'wrap', gap: '8px 16px' },
  target: {
    position: 'fixed',
    inset: '8px',
    zIndex: 1,
    display: 'grid',
    placeItems: 'center',
    pointerEvents: 'none',
    border: `2px dashed ${tokens.colorBrandStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackgroundAlpha,
    color: tokens.colorNeutralForeground1,
  },
  targetText: {
    ...typographyStyles.subtitle2,
    padding: '8px 16px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
});

interface AttachmentsProps {
  draft: Pick<Draft, 'id' | 'attachments'>;
  /** small, and without a label beside it */
  compact?: boolean;
  /** the backend accepts no files: they stay in Guichet */
  staying?: boolean;
  /** called with failures of the draft as a whole; failures of an attachment are shown here */
  onFailure?: (failure: GuichetError) => void;
  /** wraps the taking of a picture, during which the window is hidden and shown again */
  whileTakingPicture?: <T>(take: () => Promise<T>) => Promise<T>;
}

export function Attachments({
  draft,
  compact = false,
  staying = false,
  onFailure,
  whileTakingPicture,
}: AttachmentsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const editor = useAttachments(draft, { onFailure, whileTakingPicture });
  const [dialog, setDialog] = useState<OpenDialog>({ kind: 'nothing' });
  const block = useRef<HTMLDivElement>(null);
  const inputId = useId();
  const isOver = useIncoming(editor.take, () => {
    // A form that is hidden, or covered by a dialog, accepts nothing.
    const isShown = (block.current?.getClientRects().length ?? 0) > 0;
    return isShown && document.querySelector('dialog[open]') === null;
  });
  const pictures = draft.attachments.filter(({ kind }) => kind === 'picture');
  const files = draft.attachments.filter(({ kind }) => kind === 'file');
  const ofPictures = { pictures, editor };
  const chooseWindow = () => setDialog({ kind: 'windows' });
  return (
    <div className={compact ? undefined : styles.row}>
      {compact ? null : (
        <label className={styles.label} htmlFor={inputId}>
          {t('files.attachments')}
        </label>
      )}
      <div ref={block} className={styles.content}>
        <div className={styles.top}>
          <PictureStrip {...ofPictures} compact={compact} block={block} onOpen={setDialog} />
          <AddBlock editor={editor} compact={compact} inputId={inputId} chooseWindow={chooseWindow} />
        </div>
        <FileList files={files} onRemove={(id) => void editor.remove(id)} />
        <Refusals refused={editor.refused} />
        {staying ? <Notice intent="info">{t('files.staying')}</Notice> : null}
      </div>
      {isOver ? <DropTarget /> : null}
      <Suspense fallback={null}>
        <AttachmentDialog {...ofPictures} dialog={dialog} onClose={() => setDialog({ kind: 'nothing' })} />
      </Suspense>
    </div>
  );
}

function DropTarget() {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.target}>
      <span className={styles.targetText}>{t('files.drop')}</span>
    </div>
  );
}
