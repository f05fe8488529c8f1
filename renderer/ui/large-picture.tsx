// A picture as large as the window allows.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ModalDialog } from './modal-dialog.tsx';
import { useTexts } from './texts.ts';

const useStyles = makeStyles({
  image: { flex: '1 1 0', minHeight: 0, minWidth: 0, width: '100%', objectFit: 'contain' },
  foot: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'end', gap: '8px' },
  note: {
    ...typographyStyles.caption1,
    flex: '1 1 160px',
    minWidth: 0,
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground2,
  },
});

interface LargePictureProps {
  address: string;
  name: string;
  /** shown below the picture */
  note: string;
  /** buttons before Close */
  children?: ReactNode;
  onClose: () => void;
}

export function LargePicture({ address, name, note, children, onClose }: LargePictureProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <ModalDialog label={name} onClose={onClose}>
      <img className={styles.image} src={address} alt={name} />
      <div className={styles.foot}>
        <span className={styles.note} role="status">
          {note}
        </span>
        {children}
        <Button onClick={onClose}>{t('act.close')}</Button>
      </div>
    </ModalDialog>
  );
}
