// The attachments of one entry: pictures as previews that a click enlarges, other files as download links.
import { Link, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { DeskAttachment } from '../../contract/console.ts';
import { readableSize } from '../ui/readable-size.ts';
import { useTexts } from '../ui/texts.ts';
import { fileAddress, isShowable } from './attachment-file.ts';
import { PictureDialog } from './picture-dialog.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  picture: {
    display: 'block',
    padding: 0,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground3,
    cursor: 'zoom-in',
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  image: { display: 'block', height: '180px', maxWidth: '100%', objectFit: 'contain' },
  file: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
});

export function Attachments({ attachments }: { attachments: DeskAttachment[] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [unreadable, setUnreadable] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<number | null>(null);
  const focusTarget = useRestoreFocusTarget();
  const isPicture = (one: DeskAttachment) => isShowable(one) && !unreadable.has(one.id);
  const pictures = attachments.filter(isPicture);
  return (
    <div className={styles.root}>
      {attachments.map((attachment) =>
        isPicture(attachment) ? (
          <button
            {...focusTarget}
            key={attachment.id}
            type="button"
            className={styles.picture}
            aria-label={t('tickets.enlarge', { name: attachment.name })}
            onClick={() => setShown(pictures.indexOf(attachment))}
          >
            <img
              className={styles.image}
              src={fileAddress(attachment)}
              alt={attachment.name}
              // A picture that the browser cannot decode becomes a download link.
              onError={() => setUnreadable(new Set(unreadable).add(attachment.id))}
            />
          </button>
        ) : (
          <Link
            key={attachment.id}
            href={fileAddress(attachment)}
            download={attachment.name}
            className={styles.file}
          >
            <AttachRegular aria-hidden />
            {attachment.name} ({readableSize(attachment.size, language)})
          </Link>
        ),
      )}
      {shown !== null && (
        <PictureDialog pictures={pictures} shown={shown} onShow={setShown} onClose={() => setShown(null)} />
      )}
    </div>
  );
}
