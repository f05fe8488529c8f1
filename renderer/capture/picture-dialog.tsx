// One picture as large as the window allows, before it is sent.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { DraftPicture } from '../../contract/ipc.ts';
import { useLocale } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { fileSize } from '../ui/time.ts';
import { pictureAddress } from './picture-address.ts';

const useStyles = makeStyles({
  dialog: {
    boxSizing: 'border-box',
    width: 'calc(100% - 32px)',
    height: 'calc(100% - 32px)',
    maxWidth: 'none',
    maxHeight: 'none',
    padding: '16px',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow64,
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
  },
  content: { display: 'flex', flexDirection: 'column', gap: '12px', height: '100%' },
  image: { flex: '1 1 0', minHeight: 0, minWidth: 0, width: '100%', objectFit: 'contain' },
  foot: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '16px' },
  facts: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
});

export function PictureDialog({ picture, onClose }: { picture: DraftPicture; onClose: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { width, height, size } = picture;
  return (
    <dialog ref={dialog} className={styles.dialog} aria-label={t('capture.screenshot')} onClose={onClose}>
      <div className={styles.content}>
        <img className={styles.image} src={pictureAddress(picture.id)} alt={t('capture.screenshot')} />
        <div className={styles.foot}>
          <span className={styles.facts}>
            {t('capture.pictureFacts', { width, height, size: fileSize(size ?? 0, locale) })}
          </span>
          <Button onClick={() => dialog.current?.close()}>{t('act.close')}</Button>
        </div>
      </div>
    </dialog>
  );
}
