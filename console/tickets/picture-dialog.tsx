// Dialog with a picture as large as the window allows, and buttons to the other pictures of the entry.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Link,
  makeStyles,
} from '@fluentui/react-components';
import { ChevronLeftRegular, ChevronRightRegular, DismissRegular } from '@fluentui/react-icons';
import type { KeyboardEvent } from 'react';
import type { DeskAttachment } from '../../contract/console.ts';
import { useTexts } from '../ui/texts.ts';
import { fileAddress } from './attachment-file.ts';

const useStyles = makeStyles({
  surface: { width: 'fit-content', maxWidth: 'calc(100vw - 64px)', maxHeight: 'calc(100vh - 64px)' },
  body: { maxHeight: 'calc(100vh - 112px)' },
  content: { display: 'flex', justifyContent: 'center', overflow: 'auto' },
  image: { display: 'block', maxWidth: '100%', maxHeight: 'calc(100vh - 240px)', objectFit: 'contain' },
  arrows: { alignItems: 'center' },
});

interface PictureDialogProps {
  pictures: DeskAttachment[];
  /** index of the picture shown */
  shown: number;
  onShow: (index: number) => void;
  onClose: () => void;
}

export function PictureDialog({ pictures, shown, onShow, onClose }: PictureDialogProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const picture = pictures[shown];
  if (!picture) return null;
  const go = (step: number) => onShow((shown + step + pictures.length) % pictures.length);
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'ArrowLeft') go(-1);
    if (key === 'ArrowRight') go(1);
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface} onKeyDown={onKeyDown}>
        <DialogBody className={styles.body}>
          <DialogTitle
            action={
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={t('act.dismiss')}
                onClick={onClose}
              />
            }
          >
            {picture.name}
          </DialogTitle>
          <DialogContent className={styles.content}>
            <img className={styles.image} src={fileAddress(picture)} alt={picture.name} />
          </DialogContent>
          <DialogActions position="start">
            <Link href={fileAddress(picture)} target="_blank" rel="noreferrer">
              {t('tickets.fullSize')}
            </Link>
          </DialogActions>
          {pictures.length > 1 && (
            <DialogActions className={styles.arrows}>
              <Button
                icon={<ChevronLeftRegular />}
                aria-label={t('tickets.previous')}
                onClick={() => go(-1)}
              />
              {shown + 1} / {pictures.length}
              <Button icon={<ChevronRightRegular />} aria-label={t('tickets.next')} onClick={() => go(1)} />
            </DialogActions>
          )}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
