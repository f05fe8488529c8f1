// The toolbar of the editor: tools, colours, undo and redo, delete, zoom.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import {
  ArrowRedoRegular,
  ArrowUndoRegular,
  ArrowUpRightRegular,
  DeleteRegular,
  PenRegular,
  RectangleLandscapeRegular,
  SquareFilled,
  TextTRegular,
  ZoomFitRegular,
  ZoomInRegular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { useTexts } from '../ui/texts.ts';
import { PAINT } from './draw-marks.ts';
import { type Editing, type EditingEvent, selectedMark } from './editing.ts';
import { COLOURS, TOOLS, type Tool } from './marks.ts';
import { RadioBar } from './radio-bar.tsx';

const useStyles = makeStyles({
  toolbar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' },
  acts: { display: 'flex', gap: '2px', marginLeft: 'auto' },
  icon: { fontSize: '20px' },
  swatch: {
    width: '18px',
    height: '18px',
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: '50%',
    forcedColorAdjust: 'none',
  },
  toolName: { '@media (max-width: 640px)': { display: 'none' } },
});

const ICONS: Record<Tool, ReactNode> = {
  arrow: <ArrowUpRightRegular fontSize={20} />,
  box: <RectangleLandscapeRegular fontSize={20} />,
  pen: <PenRegular fontSize={20} />,
  text: <TextTRegular fontSize={20} />,
  redact: <SquareFilled fontSize={20} />,
};

interface ToolbarProps {
  editing: Editing;
  onEvent: (event: EditingEvent) => void;
  isFitted: boolean;
  onFit: (isFitted: boolean) => void;
}

export function Toolbar({ editing, onEvent, isFitted, onFit }: ToolbarProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const selected = selectedMark(editing);
  const tools = TOOLS.map((key) => {
    const name = t(`markup.tool.${key}`);
    const face = (
      <>
        {ICONS[key]}
        <span className={styles.toolName}>{name}</span>
      </>
    );
    return { key, name, face };
  });
  const colours = COLOURS.map((key) => ({
    key,
    name: t(`markup.colour.${key}`),
    face: <span className={styles.swatch} style={{ backgroundColor: PAINT[key].fill }} />,
  }));
  const shown = selected !== null && selected.kind !== 'redact' ? selected.colour : editing.colour;
  return (
    <div className={styles.toolbar}>
      <RadioBar
        label={t('markup.tools')}
        choices={tools}
        chosen={editing.tool}
        onChoose={(tool) => onEvent({ kind: 'tool', tool })}
      />
      <RadioBar
        label={t('markup.colours')}
        choices={colours}
        chosen={shown}
        disabled={editing.tool === 'redact' && (selected === null || selected.kind === 'redact')}
        onChoose={(colour) => onEvent({ kind: 'colour', colour })}
      />
      <div className={styles.acts}>
        <Act
          name={t('markup.undo')}
          keys="Control+Z"
          icon={<ArrowUndoRegular />}
          disabled={editing.past.length === 0}
          onAct={() => onEvent({ kind: 'undo' })}
        />
        <Act
          name={t('markup.redo')}
          keys="Control+Y"
          icon={<ArrowRedoRegular />}
          disabled={editing.future.length === 0}
          onAct={() => onEvent({ kind: 'redo' })}
        />
        <Act
          name={t('markup.delete')}
          keys="Delete"
          icon={<DeleteRegular />}
          disabled={selected === null}
          onAct={() => selected && onEvent({ kind: 'remove', id: selected.id })}
        />
        <Act
          name={isFitted ? t('markup.realSize') : t('markup.fit')}
          icon={isFitted ? <ZoomInRegular /> : <ZoomFitRegular />}
          onAct={() => onFit(!isFitted)}
        />
      </div>
    </div>
  );
}

interface ActProps {
  name: string;
  keys?: string;
  icon: React.JSX.Element;
  disabled?: boolean;
  onAct: () => void;
}

/** A disabled button keeps the focus, so that the keyboard user does not lose their place. */
function Act({ name, keys, icon, disabled = false, onAct }: ActProps) {
  return (
    <Button
      appearance="subtle"
      icon={icon}
      aria-label={name}
      title={name}
      aria-keyshortcuts={keys}
      disabledFocusable={disabled}
      onClick={onAct}
    />
  );
}
