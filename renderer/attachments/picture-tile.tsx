// A picture of the draft: its thumbnail, and the buttons that change it.
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
  // Small tiles are side by side, each above its own buttons.
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
  /** null when the policy allows no screenshots */
  onRetake: (() => void) | null;
  onMarkUp: () => void;
  onRedact: () => void;
  onRemove: () => void;
  onInclude: (included: boolean) => void;
}

interface PictureTileProps {
  picture: DraftAttachment;
  name: string;
  /** there are several pictures: the buttons name this one, and it can be excluded */
  several: boolean;
  /** the buttons only have icons */
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

/** The picture has an address only once it is encoded; until then there is an icon. */
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
  /** part of each button's accessible name; null when there is only one picture */
  name: string | null;
  small: boolean;
  acts: PictureActs;
}

/** Rendered only once the picture is encoded, so that the form renders quickly when the hotkey is pressed. */
function TileActs({ name, small, acts }: TileActsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { onRetake, onMarkUp, onRedact, onRemove } = acts;
  const act = (label: string, icon: React.JSX.Element, onAct: () => void) => (
    <Button
      appearance="subtle"
      size={small ? 'medium' : 'small'}
      icon={icon}
      title={label}
      aria-label={name === null ? label : t('picture.actOn', { act: label, picture: name })}
      onClick={onAct}
    >
      {small ? null : label}
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
