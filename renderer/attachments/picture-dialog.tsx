// One picture as large as the window allows, before it is sent.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { useLocale } from '../ui/instant.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { fileSize } from '../ui/time.ts';
import { pictureAddress } from './picture-address.ts';

const useStyles = makeStyles({
  image: { flex: '1 1 0', minHeight: 0, minWidth: 0, width: '100%', objectFit: 'contain' },
  foot: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '16px' },
  facts: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
});

interface PictureDialogProps {
  picture: DraftAttachment;
  name: string;
  onClose: () => void;
}

export function PictureDialog({ picture, name, onClose }: PictureDialogProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  const [width, height] = [picture.width ?? 0, picture.height ?? 0];
  return (
    <ModalDialog label={name} onClose={onClose}>
      <img className={styles.image} src={pictureAddress(picture.id)} alt={name} />
      <div className={styles.foot}>
        <span className={styles.facts}>
          {t('picture.facts', { width, height, size: fileSize(picture.size ?? 0, locale) })}
        </span>
        <Button onClick={onClose}>{t('act.close')}</Button>
      </div>
    </ModalDialog>
  );
}
