// The whole catalogue as a list with headings.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import type { Catalogue } from '../../contract/catalogue.ts';
import { useAppState } from '../ui/bridge.ts';
import { LeafList } from './leaf-list.tsx';
import type { Leaf } from './leaves.ts';

const useStyles = makeStyles({
  heading: {
    ...typographyStyles.caption1Strong,
    margin: '8px 0 0',
    padding: '4px 8px',
    color: tokens.colorNeutralForeground2,
  },
  // Groups of a long catalogue that are out of sight are not laid out.
  group: { contentVisibility: 'auto', containIntrinsicSize: 'auto 120px' },
});

interface ListViewProps {
  catalogue: Catalogue;
  onChoose: (leaf: Leaf) => void;
}

export function ListView({ catalogue, onChoose }: ListViewProps) {
  const { language } = useAppState();
  const styles = useStyles();
  return catalogue.families.flatMap((family) =>
    family.services.map((service) => {
      const path = `${family.name[language]} > ${service.name[language]}`;
      const leaves = service.subcategories.map((subcategory) => ({ family, service, subcategory }));
      return (
        <div key={`${family.id} ${service.id}`} className={styles.group}>
          <h2 className={styles.heading}>{path}</h2>
          <LeafList leaves={leaves} label={path} hasHeading onChoose={onChoose} />
        </div>
      );
    }),
  );
}
