// The category of the ticket: it is chosen in a panel under the field, and shown as its path.
import {
  Button,
  type FieldControlProps,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons';
import { lazy, memo, Suspense, useId, useRef, useState } from 'react';
import type { DraftAnswer, DraftContent } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import { useAppState } from '../ui/bridge.ts';
import { FormRow } from '../ui/form-row.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';
import { useOnHide } from '../ui/window-visibility.ts';
import { type Leaf, pathOf } from './leaves.ts';
import { type PrefillSettings, prefilled } from './prefilled.ts';
import type { CategoryChoice, FormCatalogue } from './use-catalogue.ts';

// Loaded when it is first needed, so that the hotkey shows the form without delay.
const loadPanel = () => import('./category-panel.tsx');
const CategoryPanel = lazy(async () => ({ default: (await loadPanel()).CategoryPanel }));

const useStyles = makeStyles({
  field: { display: 'flex', flexDirection: 'column', gap: '12px', flexShrink: 0 },
  open: {
    ...typographyStyles.body1,
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '8px',
    width: '100%',
    minHeight: '32px',
    padding: '5px 12px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground4,
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { borderTopColor: tokens.colorNeutralStroke1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
  invalid: {
    borderTopColor: tokens.colorPaletteRedBorder2,
    borderBottomColor: tokens.colorPaletteRedBorder2,
  },
  chosen: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px', minHeight: '32px' },
  path: { ...typographyStyles.body1, flex: '1 1 200px', minWidth: 0, overflowWrap: 'anywhere' },
});

interface CategoryFieldProps {
  catalogue: FormCatalogue;
  chosen: CategoryChoice;
  answers: Record<string, DraftAnswer>;
  problem: string | null;
  onChange: (change: Partial<DraftContent>) => void;
}

/** Renders nothing if the organisation has no catalogue and the draft has no category. */
export const CategoryField = memo(function CategoryField(props: CategoryFieldProps) {
  const { catalogue, chosen, answers, problem, onChange } = props;
  const { t } = useTexts();
  const { language } = useAppState();
  const styles = useStyles();
  const field = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  useOnHide(() => setOpen(false));
  const path = usePath(chosen);

  function close(): void {
    setOpen(false);
    requestAnimationFrame(() => {
      const { activeElement } = document;
      // The person may have moved to another field in the meantime: the focus stays there.
      if (activeElement !== document.body && !field.current?.contains(activeElement)) return;
      field.current?.querySelector('button')?.focus();
    });
  }
  function choose({ subcategory }: Leaf, settings: PrefillSettings): void {
    const { id, kind } = subcategory;
    onChange({
      categoryId: id,
      answers: prefilled(subcategory, answers, settings),
      ...(kind === null ? {} : { ticketKind: kind }),
    });
    close();
  }
  function remove(): void {
    onChange({ categoryId: null });
    close();
  }

  if (catalogue.read.kind === 'none' && chosen.kind === 'none') return null;
  return (
    <div ref={field} className={styles.field}>
      <FormRow
        place="category"
        label={t('catalogue.label')}
        hint={chosen.kind === 'leaf' ? hintOf(chosen.leaf, catalogue.backendGaps, language, t) : null}
        problem={chosen.kind === 'gone' ? goneText(path, t) : problem}
      >
        {(control) =>
          chosen.kind === 'none' ? (
            <OpenButton control={control} isOpen={isOpen} onClick={() => setOpen(!isOpen)} />
          ) : (
            <ChosenCategory
              path={chosen.kind === 'unread' ? t('catalogue.reading') : path}
              isOpen={isOpen}
              onChange={() => setOpen(!isOpen)}
              onRemove={remove}
            />
          )
        }
      </FormRow>
      {isOpen ? (
        <Suspense fallback={null}>
          <CategoryPanel catalogue={catalogue} onChoose={choose} onClose={close} />
        </Suspense>
      ) : null}
    </div>
  );
});

/** Returns the path of the category; for one that is gone, the last path known. */
function usePath(chosen: CategoryChoice): string | null {
  const { language } = useAppState();
  const [last, setLast] = useState<string | null>(null);
  const path = chosen.kind === 'leaf' ? pathOf(chosen.leaf, language) : null;
  const known = chosen.kind === 'gone' ? last : path;
  if (known !== last) setLast(known);
  return known;
}

function goneText(path: string | null, t: Translate): string {
  return path === null ? t('catalogue.goneUnnamed') : t('catalogue.gone', { category: path });
}

/** Returns the description of the category, and whether it needs approval. A backend without approvals needs none. */
function hintOf(
  { subcategory }: Leaf,
  backendGaps: FormCatalogue['backendGaps'],
  language: Language,
  t: Translate,
): string | null {
  const { id, description, needsApproval } = subcategory;
  const isDecided = needsApproval && !backendGaps.approval.includes(id);
  const hints = [description?.[language] ?? '', isDecided ? t('catalogue.approval') : ''].filter(Boolean);
  return hints.length === 0 ? null : hints.join(' ');
}

interface OpenButtonProps {
  control: FieldControlProps;
  isOpen: boolean;
  onClick: () => void;
}

function OpenButton({ control, isOpen, onClick }: OpenButtonProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const textId = useId();
  return (
    <button
      type="button"
      id={control.id}
      className={mergeClasses(styles.open, control['aria-invalid'] === true && styles.invalid)}
      aria-labelledby={`${control['aria-labelledby']} ${textId}`}
      aria-describedby={control['aria-describedby']}
      aria-expanded={isOpen}
      onFocus={() => void loadPanel()}
      onClick={onClick}
    >
      <span id={textId}>{t('catalogue.open')}</span>
      <ChevronDownRegular fontSize={20} aria-hidden />
    </button>
  );
}

interface ChosenCategoryProps {
  path: string | null;
  isOpen: boolean;
  onChange: () => void;
  onRemove: () => void;
}

function ChosenCategory({ path, isOpen, onChange, onRemove }: ChosenCategoryProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.chosen}>
      <span className={styles.path}>{path}</span>
      <Button
        size="small"
        aria-label={t('catalogue.changeCategory')}
        aria-expanded={isOpen}
        onFocus={() => void loadPanel()}
        onClick={onChange}
      >
        {t('catalogue.change')}
      </Button>
      <Button size="small" appearance="subtle" aria-label={t('catalogue.removeCategory')} onClick={onRemove}>
        {t('catalogue.remove')}
      </Button>
    </div>
  );
}
