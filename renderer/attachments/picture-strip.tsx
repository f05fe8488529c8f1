// The pictures of the draft side by side.
import { makeStyles } from '@fluentui/react-components';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { useAppState } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import type { OpenDialog } from './attachment-dialog.tsx';
import { pictureName } from './picture-name.ts';
import { type PictureActs, PictureTile } from './picture-tile.tsx';
import type { AttachmentEditor } from './use-attachments.ts';

const useStyles = makeStyles({
  strip: { display: 'flex', flexWrap: 'wrap', gap: '12px', margin: 0, padding: 0, listStyleType: 'none' },
});

/**
 * After an act on a picture its button may be gone: the focus then moves to the picture that took its place, or to the first
 * button of the block. Returns a function to call before the act, with the index of the picture.
 */
function useFocusAfterAct(block: RefObject<HTMLElement | null>, shown: unknown): (index: number) => void {
  const place = useRef<number | null>(null);
  useLayoutEffect(() => {
    // Only a dependency of this effect.
    void shown;
    if (place.current === null || document.activeElement !== document.body) return;
    const tiles = block.current?.querySelectorAll('[data-tile]') ?? [];
    const tile = tiles[Math.min(place.current, tiles.length - 1)] ?? block.current;
    tile?.querySelector<HTMLElement>('button:enabled')?.focus();
    place.current = null;
  }, [block, shown]);
  return (index) => {
    place.current = index;
  };
}

interface PictureStripProps {
  pictures: readonly DraftAttachment[];
  editor: AttachmentEditor;
  compact: boolean;
  /** the element around the strip; it still has buttons when the last picture is gone */
  block: RefObject<HTMLElement | null>;
  onOpen: (open: OpenDialog) => void;
}

export function PictureStrip({ pictures, editor, compact, block, onOpen }: PictureStripProps) {
  const { t } = useTexts();
  const { policy } = useAppState();
  const styles = useStyles();
  const focusAfterAct = useFocusAfterAct(block, pictures);
  const several = pictures.length > 1;

  function actsOn(id: string, index: number): PictureActs {
    const acting = (act: () => void) => () => {
      focusAfterAct(index);
      act();
    };
    const retake = acting(() => void editor.capture({ kind: 'screens' }, { replaces: id }));
    return {
      onOpen: () => onOpen({ kind: 'large', id }),
      onRetake: policy.screenshots ? retake : null,
      onMarkUp: acting(() => onOpen({ kind: 'editor', id, tool: 'arrow' })),
      onRedact: acting(() => onOpen({ kind: 'editor', id, tool: 'redact' })),
      onRemove: acting(() => void editor.remove(id)),
      onInclude: (included) => void editor.include(id, included),
    };
  }
  if (pictures.length === 0) return null;
  return (
    <ul className={styles.strip} aria-label={t('picture.list')}>
      {pictures.map((picture, index) => (
        <PictureTile
          key={picture.id}
          picture={picture}
          name={pictureName(t('picture.screenshot'), index)}
          several={several}
          small={several || compact}
          acts={actsOn(picture.id, index)}
        />
      ))}
    </ul>
  );
}
