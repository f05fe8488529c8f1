// The catalogue as a tree: families, their services, their categories.
import { Tree, TreeItem, TreeItemLayout } from '@fluentui/react-components';
import type { Catalogue, Family, Service } from '../../contract/catalogue.ts';
import { useAppState } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import type { Leaf } from './leaves.ts';

interface TreeViewProps {
  catalogue: Catalogue;
  onChoose: (leaf: Leaf) => void;
}

export function TreeView({ catalogue, onChoose }: TreeViewProps) {
  const { t } = useTexts();
  const { language } = useAppState();
  return (
    <Tree aria-label={t('catalogue.label')}>
      {catalogue.families.map((family) => (
        <TreeItem key={family.id} itemType="branch" value={family.id}>
          <TreeItemLayout>{family.name[language]}</TreeItemLayout>
          <Tree>
            {family.services.map((service) => (
              <TreeItem key={service.id} itemType="branch" value={`${family.id} ${service.id}`}>
                <TreeItemLayout>{service.name[language]}</TreeItemLayout>
                <Leaves family={family} service={service} onChoose={onChoose} />
              </TreeItem>
            ))}
          </Tree>
        </TreeItem>
      ))}
    </Tree>
  );
}

interface LeavesProps {
  family: Family;
  service: Service;
  onChoose: (leaf: Leaf) => void;
}

function Leaves({ family, service, onChoose }: LeavesProps) {
  const { language } = useAppState();
  return (
    <Tree>
      {service.subcategories.map((subcategory) => (
        <TreeItem
          key={subcategory.id}
          itemType="leaf"
          value={`${family.id} ${service.id} ${subcategory.id}`}
          onClick={() => onChoose({ family, service, subcategory })}
        >
          <TreeItemLayout>{subcategory.name[language]}</TreeItemLayout>
        </TreeItem>
      ))}
    </Tree>
  );
}
