// The pictures that go with the ticket: thumbnails to see large, to take again, to leave out.
import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { ArrowCounterclockwiseRegular, DeleteRegular, ImageRegular } from '@fluentui/react-icons';
import { useRef, useState } from 'react';
import type { DraftPicture } from '../../contract/ipc.ts';
import { useTexts } from '../ui/texts.ts';
import { pictureAddress } from './picture-address.ts';
import { PictureDialog } from './picture-dialog.tsx';
import type { Capture } from './use-capture.ts';

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: '128px minmax(0, 1fr)', flexShrink: 0 },
  column: { display: 'flex', flexDirection: 'column', gap: '4px', flexShrink: 0 },
  label: { ...typographyStyles.body1, paddingTop: '4px', color: tokens.colorNeutralForeground1 },
  strip: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '12px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  tile: { display: 'flex', gap: '8px', alignItems: 'flex-start' },
  // several pictures stand side by side, each over its own act
  oneOfSeveral: { flexDirection: 'column', gap: '4px' },
  small: { width: '144px', height: '81px' },
  thumbnail: {
    boxSizing: 'border-box',
    width: '192px',
    height: '108px',
    padding: 0,
    overflow: 'hidden',
    display: 'grid',
    placeItems: 'center',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground3,
    cursor: 'zoom-in',
    ':hover': { borderTopColor: tokens.colorNeutralStroke1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    ':disabled': { cursor: 'default' },
    '@media (max-width: 560px)': { width: '144px', height: '81px' },
  },
  image: { width: '100%', height: '100%', objectFit: 'contain' },
  acts: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '4px' },
  none: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px',
    color: tokens.colorNeutralForeground2,
  },
});

interface PictureStripProps {
  pictures: DraftPicture[];
  narrow: boolean;
  capture: Pick<Capture, 'retake' | 'removePicture'>;
}

export function PictureStrip({ pictures, narrow, capture }: PictureStripProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const strip = useRef<HTMLDivElement>(null);
  const [large, setLarge] = useState<string | null>(null);
  const several = pictures.length > 1;
  const shown = pictures.find(({ id }) => id === large);
  const retake = (
    <Button appearance="subtle" icon={<ArrowCounterclockwiseRegular />} onClick={() => void capture.retake()}>
      {t('capture.retake')}
    </Button>
  );
  async function remove(id: string): Promise<void> {
    await capture.removePicture(id);
    strip.current?.querySelector<HTMLElement>('button:enabled')?.focus();
  }
  return (
    <div ref={strip} className={narrow ? styles.column : styles.row}>
      <span className={styles.label}>{t('capture.screenshot')}</span>
      {pictures.length === 0 ? (
        <div className={styles.none}>
          {t('capture.noScreenshot')}
          {retake}
        </div>
      ) : (
        <ul className={styles.strip}>
          {pictures.map((picture, index) => (
            <li key={picture.id} className={mergeClasses(styles.tile, several && styles.oneOfSeveral)}>
              <Thumbnail
                picture={picture}
                small={several}
                name={pictureName(t('capture.screenshot'), index)}
                onOpen={() => setLarge(picture.id)}
              />
              <div className={styles.acts}>
                {several ? null : retake}
                <Button appearance="subtle" icon={<DeleteRegular />} onClick={() => void remove(picture.id)}>
                  {t('capture.remove')}
                </Button>
              </div>
            </li>
          ))}
          {several ? <li>{retake}</li> : null}
        </ul>
      )}
      {shown ? <PictureDialog picture={shown} onClose={() => setLarge(null)} /> : null}
    </div>
  );
}

function pictureName(screenshot: string, index: number): string {
  return index === 0 ? screenshot : `${screenshot} ${index + 1}`;
}

interface ThumbnailProps {
  picture: DraftPicture;
  small: boolean;
  name: string;
  onOpen: () => void;
}

/** The picture has an address only once it is encoded: until then its place is held. */
function Thumbnail({ picture, small, name, onOpen }: ThumbnailProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const encoded = picture.size !== null;
  return (
    <button
      type="button"
      className={mergeClasses(styles.thumbnail, small && styles.small)}
      disabled={!encoded}
      aria-label={name}
      title={encoded ? t('capture.seeLarge') : t('capture.preparing')}
      onClick={onOpen}
    >
      {encoded ? (
        <img className={styles.image} src={pictureAddress(picture.id)} alt={name} />
      ) : (
        <ImageRegular fontSize={24} aria-hidden />
      )}
    </button>
  );
}
