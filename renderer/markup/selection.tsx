// The frame and the handles of the selected mark, above the canvas: they are not part of the picture.
import { makeStyles } from '@fluentui/react-components';
import { boundsOf, handlesOf, type Mark } from './marks.ts';

const useStyles = makeStyles({
  frame: {
    position: 'absolute',
    boxSizing: 'border-box',
    pointerEvents: 'none',
    border: '1px dashed #000000',
    outline: '1px dashed #ffffff',
    forcedColorAdjust: 'none',
  },
  handle: {
    position: 'absolute',
    boxSizing: 'border-box',
    pointerEvents: 'none',
    width: '10px',
    height: '10px',
    marginLeft: '-5px',
    marginTop: '-5px',
    border: '2px solid #000000',
    borderRadius: '50%',
    backgroundColor: '#ffffff',
    forcedColorAdjust: 'none',
  },
});

/** CSS pixels between the frame and its mark. */
const GAP = 4;

/** `scale` is in CSS pixels for each pixel of the picture. */
export function Selection({ mark, scale }: { mark: Mark; scale: number }) {
  const styles = useStyles();
  const { x, y, width, height } = boundsOf(mark);
  const frame = {
    left: x * scale - GAP,
    top: y * scale - GAP,
    width: width * scale + 2 * GAP,
    height: height * scale + 2 * GAP,
  };
  return (
    <>
      <div className={styles.frame} style={frame} />
      {handlesOf(mark).map((handle) => (
        <div
          key={`${handle.x} ${handle.y}`}
          className={styles.handle}
          style={{ left: handle.x * scale, top: handle.y * scale }}
        />
      ))}
    </>
  );
}
