// The canvas on which a person draws, by pointer or keyboard. It has the size of the picture, and is shown scaled.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { KEYBOARD_STOP } from '../ui/scroll-area.tsx';
import { useTexts } from '../ui/texts.ts';
import { eventOfKey } from './canvas-keys.ts';
import { drawMarks, fontOf } from './draw-marks.ts';
import { type Editing, type EditingEvent, selectedMark } from './editing.ts';
import { beginGesture, continueGesture, endGesture, type Gesture, marksDuring } from './gesture.ts';
import { type Mark, markAt, type Point, type TextMark, textSize } from './marks.ts';
import { Selection } from './selection.tsx';
import { TextEntry } from './text-entry.tsx';

const useStyles = makeStyles({
  stage: {
    position: 'relative',
    flexShrink: 0,
    margin: 'auto',
    overflow: 'clip',
    cursor: 'crosshair',
    touchAction: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  canvas: { display: 'block', width: '100%', height: '100%' },
  drawsText: { cursor: 'text' },
});

/** Distance from a mark at which a press still hits it, in CSS pixels. */
const REACH = 6;

interface PictureCanvasProps {
  picture: ImageBitmap;
  /** CSS pixels for each pixel of the picture */
  scale: number;
  editing: Editing;
  onEvent: (event: EditingEvent) => void;
}

/** The text that is being written: a new mark, or one that is edited. */
interface Writing {
  mark: TextMark;
  isNew: boolean;
}

function useNewId(): () => string {
  const last = useRef(0);
  return () => {
    last.current += 1;
    return `${last.current}`;
  };
}

/** Returns the width of a text for each pixel of its font height. */
function advanceOf(text: string): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) return text.length / 2;
  context.font = fontOf(100);
  return context.measureText(text).width / 100;
}

/** Draws the picture and its marks, at most once for each frame. */
function useDrawing(picture: ImageBitmap, marks: readonly Mark[]) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const context = canvas.current?.getContext('2d');
      if (context) drawMarks(context, picture, marks);
    });
    return () => cancelAnimationFrame(frame);
  }, [picture, marks]);
  useEffect(() => {
    const mounted = canvas.current;
    return () => {
      // Frees the pixels now, not at the next garbage collection.
      if (mounted) mounted.width = 0;
    };
  }, []);
  return canvas;
}

export function PictureCanvas({ picture, scale, editing, onEvent }: PictureCanvasProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const instructions = useId();
  const newId = useNewId();
  const [gesture, setGesture] = useState<Gesture | null>(null);
  const [writing, setWriting] = useState<Writing | null>(null);
  const hidden = writing !== null && !writing.isNew ? writing.mark.id : null;
  const shown = marksDuring(gesture, editing.marks).filter(({ id }) => id !== hidden);
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useDrawing(picture, shown);
  useEffect(() => stage.current?.focus(), []);
  const selected = selectedMark({ marks: shown, selected: editing.selected });
  const reach = REACH / scale;

  function write(at: Point): void {
    const { colour } = editing;
    const size = textSize(picture);
    setWriting({ mark: { id: newId(), kind: 'text', colour, at, text: '', size, advance: 0 }, isNew: true });
  }
  function rewrite(mark: Mark | null): void {
    if (mark?.kind === 'text') setWriting({ mark, isNew: false });
  }
  function endWriting(text: string): void {
    if (writing === null) return;
    const mark = { ...writing.mark, text: text.trim(), advance: advanceOf(text.trim()) };
    setWriting(null);
    if (mark.text === '') {
      if (!writing.isNew) onEvent({ kind: 'remove', id: mark.id });
    } else if (writing.isNew) onEvent({ kind: 'add', mark });
    else if (mark.text !== writing.mark.text) onEvent({ kind: 'change', mark, run: null });
    stage.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const action = eventOfKey(event, editing, { picture, id: newId() });
    if (action === null) return;
    event.preventDefault();
    if (action === 'write') write({ x: picture.width * 0.4, y: picture.height * 0.45 });
    else if (action === 'rewrite') rewrite(selectedMark(editing));
    else onEvent(action);
  }

  function pointOf({ clientX, clientY, currentTarget }: MouseEvent): Point {
    const { left, top } = currentTarget.getBoundingClientRect();
    return { x: (clientX - left) / scale, y: (clientY - top) / scale };
  }
  function press(event: PointerEvent): void {
    // A press on the text entry is not meant for the picture.
    if (event.button !== 0 || event.target !== canvas.current) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setGesture(beginGesture(editing, pointOf(event), { reach, id: newId() }));
  }
  function move(event: PointerEvent): void {
    const at = pointOf(event);
    setGesture((before) => before && continueGesture(before, at, picture));
  }
  function release(event: PointerEvent): void {
    if (gesture === null) return;
    setGesture(null);
    const at = pointOf(event);
    const action = endGesture(gesture, at, { marks: editing.marks, reach });
    if (action === 'write') write(at);
    else if (action !== null) onEvent(action);
  }

  return (
    <div
      ref={stage}
      className={mergeClasses(styles.stage, editing.tool === 'text' && styles.drawsText)}
      style={{ width: picture.width * scale, height: picture.height * scale }}
      role="application"
      {...KEYBOARD_STOP}
      aria-label={t('markup.picture')}
      aria-describedby={instructions}
      onKeyDown={onKeyDown}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => setGesture(null)}
      onDoubleClick={(event) => rewrite(markAt(editing.marks, pointOf(event), reach))}
    >
      <canvas ref={canvas} className={styles.canvas} width={picture.width} height={picture.height} />
      {selected ? <Selection mark={selected} scale={scale} /> : null}
      {writing ? (
        <TextEntry
          at={{ x: writing.mark.at.x * scale, y: writing.mark.at.y * scale }}
          size={writing.mark.size * scale}
          first={writing.mark.text}
          onEnd={endWriting}
        />
      ) : null}
      <p id={instructions} hidden>
        {t('markup.instructions')}
      </p>
    </div>
  );
}
