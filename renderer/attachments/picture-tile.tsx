// One picture of the draft: its thumbnail, and what can be done with it before it is sent.
import { Button, Checkbox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowCounterclockwiseRegular,
  DeleteRegular,
  ImageRegular,
  PenRegular,
  SquareFilled,
} from '@fluentui/react-icons';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { pictureAddress } from '../ui/picture-address.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  tile: { display: 'flex', gap: '8px', alignItems: 'flex-start' },
  // small tiles stand side by side, each over its own acts
  smallTile: { flexDirection: 'column', gap: '4px' },
  thumbnail: {
    boxSizing: 'border-box',
    width: '144px',
    height: '81px',
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
  },
  image: { width: '100%', height: '100%', objectFit: 'contain' },
  leftOut: { opacity: 0.35 },
  acts: { display: 'grid', gridTemplateColumns: 'auto auto', justifyItems: 'start', gap: '4px' },
  smallActs: { display: 'flex', width: '144px', justifyContent: 'space-between' },
  include: { marginLeft: '-8px' },
});

export interface PictureActs {
  onOpen: () => void;
  /** null where no picture may be taken */
  onRetake: (() => void) | null;
  onMarkUp: () => void;
  onRedact: () => void;
  onRemove: () => void;
  onInclude: (included: boolean) => void;
}

interface PictureTileProps {
  picture: DraftAttachment;
  name: string;
  /** one of several: its acts are named after it, and it can be left out */
  several: boolean;
  /** acts are shown by their icons alone */
  small: boolean;
  acts: PictureActs;
}

export function PictureTile({ picture, name, several, small, acts }: PictureTileProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const choice = t('picture.include');
  return (
    <li data-tile className={mergeClasses(styles.tile, small && styles.smallTile)}>
      <Thumbnail picture={picture} name={name} onOpen={acts.onOpen} />
      <div>
        {picture.size === null ? null : <TileActs name={several ? name : null} small={small} acts={acts} />}
        {several || !picture.included ? (
          <Checkbox
            className={styles.include}
            label={choice}
            aria-label={t('picture.actOn', { act: choice, picture: name })}
            checked={picture.included}
            onChange={(_, { checked }) => acts.onInclude(checked === true)}
          />
        ) : null}
      </div>
    </li>
  );
}

interface ThumbnailProps {
  picture: DraftAttachment;
  name: string;
  onOpen: () => void;
}

/** The picture has an address only once it is encoded: until then its place is held. */
function Thumbnail({ picture, name, onOpen }: ThumbnailProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const isEncoded = picture.size !== null;
  return (
    <button
      type="button"
      className={styles.thumbnail}
      disabled={!isEncoded}
      aria-label={name}
      title={isEncoded ? t('picture.seeLarge') : t('picture.preparing')}
      onClick={onOpen}
    >
      {isEncoded ? (
        <img
          className={mergeClasses(styles.image, !picture.included && styles.leftOut)}
          src={pictureAddress(picture.id)}
          alt={name}
        />
      ) : (
        <ImageRegular fontSize={24} aria-hidden />
      )}
    </button>
  );
}

interface TileActsProps {
  /** told with each act; null where there is but one picture */
  name: string | null;
  small: boolean;
  acts: PictureActs;
}

/** They come with the picture itself: what the key press waits for stays small. */
function TileActs({ name, small, acts }: TileActsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { onRetake, onMarkUp, onRedact, onRemove } = acts;
  const act = (word: string, icon: React.JSX.Element, onAct: () => void) => (
    <Button
      appearance="subtle"
      size={small ? 'medium' : 'small'}
      icon={icon}
      title={word}
      aria-label={name === null ? word : t('picture.actOn', { act: word, picture: name })}
      onClick={onAct}
    >
      {small ? null : word}
    </Button>
  );
  return (
    <div className={small ? styles.smallActs : styles.acts}>
      {onRetake && act(t('picture.retake'), <ArrowCounterclockwiseRegular />, onRetake)}
      {act(t('picture.markUp'), <PenRegular />, onMarkUp)}
      {act(t('picture.redact'), <SquareFilled />, onRedact)}
      {act(t('picture.remove'), <DeleteRegular />, onRemove)}
    </div>
  );
}
