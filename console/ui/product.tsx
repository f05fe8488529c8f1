// The product's mark and name.
import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import mark from '../../build/icons/guichet-small.svg';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  mark: { width: '24px', height: '24px' },
});

export function Product() {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <img className={styles.mark} src={mark} alt="" />
      <Subtitle2>Guichet</Subtitle2>
    </div>
  );
}
