// The pictures and files that go with a ticket or a message, and all the ways to add, change and leave them out.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { Suspense, useId, useRef, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft } from '../../contract/ipc.ts';
import { LABEL_COLUMN } from '../ui/form-row.tsx';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';
import { AddBlock } from './add-block.tsx';
import { FileList } from './file-list.tsx';
import { useIncoming } from './incoming.ts';
import { type Open, Opened } from './opened.tsx';
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
  // what is added stands beside the pictures where there is room
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
  /** without a label beside it, and small */
  compact?: boolean;
  /** the backend takes no files: they stay in Guichet */
  staying?: boolean;
  /** called with what failed about the draft as a whole; what failed about an attachment is told here */
  onFailure?: (failure: GuichetError) => void;
  /** runs what takes a picture, during which the window is put away and comes back */
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
  const attaching = useAttachments(draft, { onFailure, whileTakingPicture });
  const [open, setOpen] = useState<Open>({ kind: 'nothing' });
  const block = useRef<HTMLDivElement>(null);
  const inputId = useId();
  const isOver = useIncoming(attaching.take, () => {
    // a form that is there but not shown takes nothing, nor does one that a dialog covers
    const isShown = (block.current?.getClientRects().length ?? 0) > 0;
    return isShown && document.querySelector('dialog[open]') === null;
  });
  const pictures = draft.attachments.filter(({ kind }) => kind === 'picture');
  const files = draft.attachments.filter(({ kind }) => kind === 'file');
  const ofPictures = { pictures, attaching };
  const chooseWindow = () => setOpen({ kind: 'windows' });
  return (
    <div className={compact ? undefined : styles.row}>
      {compact ? null : (
        <label className={styles.label} htmlFor={inputId}>
          {t('files.attachments')}
        </label>
      )}
      <div ref={block} className={styles.content}>
        <div className={styles.top}>
          <PictureStrip {...ofPictures} compact={compact} block={block} onOpen={setOpen} />
          <AddBlock attaching={attaching} compact={compact} inputId={inputId} chooseWindow={chooseWindow} />
        </div>
        <FileList files={files} onRemove={(id) => void attaching.remove(id)} />
        <Refusals refused={attaching.refused} />
        {staying ? <Notice intent="info">{t('files.staying')}</Notice> : null}
      </div>
      {isOver ? <DropTarget /> : null}
      <Suspense fallback={null}>
        <Opened {...ofPictures} open={open} onClose={() => setOpen({ kind: 'nothing' })} />
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
