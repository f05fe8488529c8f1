// The panel that chooses a category: by search, from the recently used ones, or in a tree, a list or tiles.
import { makeStyles, SearchBox, ToggleButton, tokens, typographyStyles } from '@fluentui/react-components';
import { AppsListRegular, GridRegular, TextBulletListTreeRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Catalogue } from '../../contract/catalogue.ts';
import { unreachable } from '../../contract/constants.ts';
import { useBridge } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import { rememberedView, rememberView, VIEWS, type ViewName } from './chosen-view.ts';
import { LeafList } from './leaf-list.tsx';
import { createLeafSearch, findLeaf, type Leaf, leavesOf } from './leaves.ts';
import { ListView } from './list-view.tsx';
import { MosaicView } from './mosaic-view.tsx';
import type { PrefillSettings } from './prefilled.ts';
import { TreeView } from './tree-view.tsx';
import type { FormCatalogue } from './use-catalogue.ts';

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    maxHeight: 'min(320px, 80vh)',
    overflow: 'hidden',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px',
    padding: '8px',
    flexShrink: 0,
  },
  search: { flex: '1 1 200px', maxWidth: 'none' },
  views: { display: 'flex', gap: '4px', minWidth: 0, margin: 0, padding: 0, border: 'none' },
  body: { overflowY: 'auto', padding: '0 8px 8px', minHeight: 0 },
  caption: {
    ...typographyStyles.caption1Strong,
    margin: 0,
    padding: '4px 8px',
    color: tokens.colorNeutralForeground2,
  },
  text: { ...typographyStyles.body1, margin: 0, padding: '4px 8px', color: tokens.colorNeutralForeground2 },
});

const ICONS = { tree: <TextBulletListTreeRegular />, list: <AppsListRegular />, mosaic: <GridRegular /> };
/** More recent categories would push the catalogue out of sight. */
const MOST_RECENT = 4;
const NO_SETTINGS: PrefillSettings = { phone: '', site: '', room: '' };

interface CategoryPanelProps {
  catalogue: FormCatalogue;
  onChoose: (leaf: Leaf, settings: PrefillSettings) => void;
  onClose: () => void;
}

/** Returns the personal settings that prefill fields; empty until they are read. */
function usePrefillSettings(): PrefillSettings {
  const { ask } = useBridge();
  const [settings, setSettings] = useState(NO_SETTINGS);
  useEffect(() => {
    void ask['settings:read']().then((answer) => {
      if (answer.ok) setSettings(answer.value.settings);
    });
  }, [ask]);
  return settings;
}

export function CategoryPanel({ catalogue, onChoose, onClose }: CategoryPanelProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const settings = usePrefillSettings();
  const panel = useRef<HTMLElement>(null);
  const [search, setSearch] = useState('');
  const [view, setView] = useState(rememberedView);
  const { read, recent } = catalogue;
  const shown = read.kind === 'read' ? read.catalogue : null;
  const find = useMemo(() => createLeafSearch(shown === null ? [] : leavesOf(shown)), [shown]);
  const found = search.trim() === '' ? null : find(search);
  const choose = (leaf: Leaf) => onChoose(leaf, settings);

  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
    panel.current?.querySelector('input')?.focus();
  }, []);

  function keyed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onClose();
  }
  function searchKeyed(event: KeyboardEvent<HTMLElement>): void {
    if (event.nativeEvent.isComposing || event.ctrlKey) return;
    const [first] = found ?? [];
    if (event.key === 'Enter') {
      event.preventDefault();
      if (first !== undefined) choose(first);
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      panel.current?.querySelector<HTMLElement>('[data-catalogue] [tabindex="0"]')?.focus();
    }
  }
  function show(name: ViewName): void {
    setView(name);
    rememberView(name);
  }

  return (
    <section ref={panel} className={styles.panel} aria-label={t('catalogue.label')} onKeyDown={keyed}>
      <div className={styles.head}>
        <SearchBox
          className={styles.search}
          aria-label={t('catalogue.search')}
          placeholder={t('catalogue.search')}
          value={search}
          dismiss={{ 'aria-label': t('act.clearSearch') }}
          onChange={(_, { value }) => setSearch(value)}
          onKeyDown={searchKeyed}
        />
        <fieldset className={styles.views} aria-label={t('catalogue.view')}>
          {VIEWS.map((name) => (
            <ToggleButton
              key={name}
              appearance="subtle"
              icon={ICONS[name]}
              aria-label={t(`catalogue.${name}`)}
              title={t(`catalogue.${name}`)}
              checked={name === view}
              onClick={() => show(name)}
            />
          ))}
        </fieldset>
      </div>
      <div className={styles.body} data-catalogue>
        {shown === null ? (
          <p className={styles.text}>{t('catalogue.reading')}</p>
        ) : found === null ? (
          <>
            <RecentlyUsed catalogue={shown} ids={recent} onChoose={choose} />
            <Browsed view={view} catalogue={shown} onChoose={choose} />
          </>
        ) : (
          <>
            <p className={styles.caption} role="status">
              {found.length === 0
                ? t('catalogue.nothingFound', { search: search.trim() })
                : t('catalogue.found', { count: found.length })}
            </p>
            <LeafList leaves={found} label={t('catalogue.label')} onChoose={choose} />
          </>
        )}
      </div>
    </section>
  );
}

interface BrowsedProps {
  catalogue: Catalogue;
  onChoose: (leaf: Leaf) => void;
}

function Browsed({ view, ...props }: BrowsedProps & { view: ViewName }) {
  switch (view) {
    case 'tree':
      return <TreeView {...props} />;
    case 'list':
      return <ListView {...props} />;
    case 'mosaic':
      return <MosaicView {...props} />;
    default:
      return unreachable(view);
  }
}

function RecentlyUsed({ catalogue, ids, onChoose }: BrowsedProps & { ids: readonly string[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const known = ids.map((id) => findLeaf(catalogue, id)).filter((leaf) => leaf !== null);
  const leaves = known.slice(0, MOST_RECENT);
  if (leaves.length === 0) return null;
  return (
    <>
      <p className={styles.caption}>{t('catalogue.recent')}</p>
      <LeafList leaves={leaves} label={t('catalogue.recent')} onChoose={onChoose} />
      <p className={styles.caption}>{t('catalogue.all')}</p>
    </>
  );
}
