// Draws a QR code in the page, so that what it says goes to no other program.
import { makeStyles, tokens } from '@fluentui/react-components';
import { encodeQR } from 'qr';

const useStyles = makeStyles({
  // dark on light in every theme: scanners expect it
  box: {
    alignSelf: 'center',
    width: '200px',
    height: '200px',
    backgroundColor: '#ffffff',
    borderRadius: tokens.borderRadiusMedium,
    forcedColorAdjust: 'none',
  },
});

export function QrCode({ text, label }: { text: string; label: string }) {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const dark = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <svg
      className={useStyles().box}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${modules.length} ${modules.length}`}
      shapeRendering="crispEdges"
    >
      <path d={dark.join('')} fill="#000000" />
    </svg>
  );
}
