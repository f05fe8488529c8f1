// The catalogue as tiles: families, then the services of one, then its categories, with a breadcrumb above.
import { Link, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Catalogue, Family, Service } from '../../contract/catalogue.ts';
import type { Language } from '../../contract/primitives.ts';
import { useAppState } from '../ui/bridge.ts';
import { useRovingFocus } from '../ui/roving-focus.ts';
import { type Translate, useTexts } from '../ui/texts.ts';
import type { Leaf } from './leaves.ts';

const useStyles = makeStyles({
  breadcrumb: {
    ...typographyStyles.body1,
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px',
    padding: '4px 8px',
  },
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(148px, 1fr))',
    gap: '8px',
    margin: 0,
    padding: '4px',
    listStyleType: 'none',
  },
  cell: { display: 'grid' },
  tile: {
    ...typographyStyles.body1,
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    gap: '4px',
    minHeight: '64px',
    padding: '8px 12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
    textAlign: 'left',
    overflowWrap: 'anywhere',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  detail: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
});

/** The level shown: the families, the services of one, or the categories of one service. */
interface Level {
  family: string | null;
  service: string | null;
}

interface Tile {
  key: string;
  name: string;
  detail: string;
  act: () => void;
}

interface MosaicViewProps {
  catalogue: Catalogue;
  onChoose: (leaf: Leaf) => void;
}

interface TileParts extends MosaicViewProps {
  family: Family | undefined;
  service: Service | undefined;
  language: Language;
  t: Translate;
  go: (to: Level) => void;
}

function tilesOf({ catalogue, family, service, language, t, go, onChoose }: TileParts): Tile[] {
  if (family !== undefined && service !== undefined)
    return service.subcategories.map((subcategory) => ({
      key: subcategory.id,
      name: subcategory.name[language],
      detail: subcategory.description?.[language] ?? '',
      act: () => onChoose({ family, service, subcategory }),
    }));
  if (family !== undefined)
    return family.services.map(({ id, name, subcategories }) => ({
      key: id,
      name: name[language],
      detail: t('catalogue.categories', { count: subcategories.length }),
      act: () => go({ family: family.id, service: id }),
    }));
  return catalogue.families.map(({ id, name, services }) => ({
    key: id,
    name: name[language],
    detail: services.map((each) => each.name[language]).join(', '),
    act: () => go({ family: id, service: null }),
  }));
}

/** Returns the number of tiles in the first row. */
function columnsOf(grid: HTMLElement): number {
  const tops = [...grid.children].map((cell) => cell.getBoundingClientRect().top);
  return tops.filter((top) => top === tops[0]).length;
}

export function MosaicView({ catalogue, onChoose }: MosaicViewProps) {
  const { t } = useTexts();
  const { language } = useAppState();
  const styles = useStyles();
  const view = useRef<HTMLDivElement>(null);
  const [level, setLevel] = useState<Level>({ family: null, service: null });
  const family = catalogue.families.find(({ id }) => id === level.family);
  const service = family?.services.find(({ id }) => id === level.service);

  function go(to: Level): void {
    setLevel(to);
    requestAnimationFrame(() =>
      view.current?.querySelector<HTMLElement>('[data-item][tabindex="0"]')?.focus(),
    );
  }
  const tiles = tilesOf({ catalogue, family, service, language, t, go, onChoose });

  return (
    <div ref={view}>
      {family === undefined ? null : (
        <div className={styles.breadcrumb}>
          <Link as="button" type="button" onClick={() => go({ family: null, service: null })}>
            {t('catalogue.all')}
          </Link>
          <span aria-hidden>{'>'}</span>
          {service === undefined ? (
            <span>{family.name[language]}</span>
          ) : (
            <>
              <Link as="button" type="button" onClick={() => go({ family: family.id, service: null })}>
                {family.name[language]}
              </Link>
              <span aria-hidden>{'>'}</span>
              <span>{service.name[language]}</span>
            </>
          )}
        </div>
      )}
      <Tiles key={`${level.family} ${level.service}`} tiles={tiles} label={t('catalogue.label')} />
    </div>
  );
}

function Tiles({ tiles, label }: { tiles: readonly Tile[]; label: string }) {
  const styles = useStyles();
  const keys = tiles.map(({ key }) => key);
  const { onKeyDown, itemProps } = useRovingFocus(keys, null, 'horizontal');

  /** Left and right move by one tile, up and down by one row. */
  function keyed(event: KeyboardEvent<HTMLElement>): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') {
      onKeyDown(event);
      return;
    }
    event.preventDefault();
    const items = [...event.currentTarget.querySelectorAll('button')];
    const index = items.findIndex((item) => item.contains(document.activeElement));
    items[index + columnsOf(event.currentTarget) * (event.key === 'ArrowUp' ? -1 : 1)]?.focus();
  }
  return (
    <ul className={styles.tiles} aria-label={label} onKeyDown={keyed}>
      {tiles.map(({ key, name, detail, act }) => (
        <li key={key} className={styles.cell}>
          <button type="button" className={styles.tile} onClick={act} {...itemProps(key)}>
            {name}
            {detail === '' ? null : <span className={styles.detail}>{detail}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
