// The region window: a picture of the whole display, to choose the part that goes with the ticket.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import type { Region } from '../../contract/ipc.ts';
import type { Point, Size } from '../markup/marks.ts';
import { useBridge } from '../ui/bridge.ts';
import { useWindowTitle } from '../ui/frame.tsx';
import { pictureAddress } from '../ui/picture-address.ts';
import { KEYBOARD_STOP } from '../ui/scroll-area.tsx';
import { useTexts } from '../ui/texts.ts';
import { middleHalf, regionAfterKey, regionBetween } from './selection.ts';

const useStyles = makeStyles({
  screen: {
    position: 'fixed',
    inset: 0,
    overflow: 'hidden',
    cursor: 'crosshair',
    touchAction: 'none',
    userSelect: 'none',
    outlineStyle: 'none',
    backgroundColor: '#000000',
  },
  picture: { position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' },
  // The shadow darkens everything outside the region.
  region: {
    position: 'absolute',
    boxSizing: 'border-box',
    pointerEvents: 'none',
    outline: '2px solid #ffffff',
    boxShadow: '0 0 0 4px #000000, 0 0 0 100vmax rgba(0, 0, 0, 0.5)',
    forcedColorAdjust: 'none',
  },
  size: {
    ...typographyStyles.body1Strong,
    position: 'absolute',
    padding: '2px 8px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: '#000000',
    color: '#ffffff',
    whiteSpace: 'nowrap',
    pointerEvents: 'none',
  },
  help: {
    position: 'absolute',
    left: '50%',
    bottom: '24px',
    transform: 'translateX(-50%)',
    boxSizing: 'border-box',
    width: 'max-content',
    maxWidth: 'calc(100% - 32px)',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '8px',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow16,
    cursor: 'default',
  },
  // Hidden during a drag, so that it covers nothing.
  unseen: { visibility: 'hidden' },
  text: { ...typographyStyles.body1, margin: '0 8px 0 0', flex: '0 1 auto' },
});

interface Picture extends Size {
  id: string;
}

/** Requests the picture. Without one, the choice is cancelled. */
function usePicture(choose: (region: Region | null) => void): Picture | null {
  const { ask } = useBridge();
  const [picture, setPicture] = useState<Picture | null>(null);
  const none = useRef(() => choose(null));
  useEffect(() => {
    void ask['region:picture']().then((answer) => {
      if (answer.ok && answer.value !== null) setPicture(answer.value);
      else none.current();
    });
  }, [ask]);
  return picture;
}

export function RegionScreen() {
  const { t } = useTexts();
  const { ask } = useBridge();
  const choose = (region: Region | null) => void ask['region:choose'](region);
  const picture = usePicture(choose);
  useWindowTitle(t('region.heading'));
  return picture ? <Chooser picture={picture} onChoose={choose} /> : null;
}

interface ChooserProps {
  picture: Picture;
  onChoose: (region: Region | null) => void;
}

function Chooser({ picture, onChoose }: ChooserProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const instructions = useId();
  const screen = useRef<HTMLDivElement>(null);
  const [region, setRegion] = useState(() => middleHalf(picture));
  const [from, setFrom] = useState<Point | null>(null);
  useEffect(() => screen.current?.focus(), []);

  /** Returns pixels of the picture, which fills the window at any scale of the display. */
  function pointOf({ clientX, clientY }: PointerEvent): Point {
    return {
      x: (clientX * picture.width) / window.innerWidth,
      y: (clientY * picture.height) / window.innerHeight,
    };
  }
  function press(event: PointerEvent): void {
    if (event.button !== 0 || event.target !== event.currentTarget) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setFrom(pointOf(event));
  }
  function move(event: PointerEvent): void {
    if (from !== null) setRegion(regionBetween(from, pointOf(event), picture));
  }
  function onKeyDown(event: KeyboardEvent): void {
    const isOnScreen = event.target === event.currentTarget;
    const next = isOnScreen ? regionAfterKey(event, region, picture) : null;
    if (event.key === 'Escape') onChoose(null);
    else if (event.key === 'Enter' && isOnScreen) onChoose(region);
    else if (next !== null) {
      event.preventDefault();
      setRegion(next);
    }
  }
  return (
    <div
      ref={screen}
      className={styles.screen}
      role="application"
      {...KEYBOARD_STOP}
      aria-label={t('region.heading')}
      aria-describedby={instructions}
      onKeyDown={onKeyDown}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={() => setFrom(null)}
      onPointerCancel={() => setFrom(null)}
      onDoubleClick={() => onChoose(region)}
    >
      <img className={styles.picture} src={pictureAddress(picture.id)} alt="" />
      <Frame region={region} picture={picture} />
      <div className={from === null ? styles.help : `${styles.help} ${styles.unseen}`}>
        <p id={instructions} className={styles.text}>
          {t('region.instructions')}
        </p>
        <Button onClick={() => onChoose(null)}>{t('act.cancel')}</Button>
        <Button appearance="primary" onClick={() => onChoose(region)}>
          {t('region.take')}
        </Button>
      </div>
    </div>
  );
}

/** The chosen region, not darkened, with its size in pixels above it, or inside it at the top of the display. */
function Frame({ region, picture }: { region: Region; picture: Size }) {
  const { t } = useTexts();
  const styles = useStyles();
  const across = (pixels: number) => `${(pixels * 100) / picture.width}%`;
  const down = (pixels: number) => `${(pixels * 100) / picture.height}%`;
  const place = { left: across(region.x), top: down(region.y) };
  return (
    <>
      <div
        className={styles.region}
        style={{ ...place, width: across(region.width), height: down(region.height) }}
      />
      <div
        className={styles.size}
        style={{ left: place.left, top: `max(8px, calc(${place.top} - 36px))` }}
        role="status"
      >
        {t('region.size', { width: region.width, height: region.height })}
      </div>
    </>
  );
}
