// The size of another program's window, read from Windows through koffi.
import type { Size } from './picture-size.ts';

/** dwmapi.h: the visible bounds of a window, without its invisible resize borders */
const EXTENDED_FRAME_BOUNDS = 9;
/** RECT of windef.h: left, top, right, bottom, 32 bits each */
const RECT_BYTES = 16;

/**
 * In physical pixels, as the process is DPI-aware per display. Null on other systems, and when there is no such window.
 */
export async function windowSize(sourceId: string, platform = process.platform): Promise<Size | null> {
  const handle = /^window:(\d+):/.exec(sourceId)?.[1];
  if (platform !== 'win32' || handle === undefined) return null;
  try {
    const { default: koffi } = await import('koffi');
    const dwmapi = koffi.load('dwmapi.dll');
    const getAttribute = dwmapi.func(
      'int32_t __stdcall DwmGetWindowAttribute(uintptr_t window, uint32_t attribute, void* value, uint32_t size)',
    );
    const rect = Buffer.alloc(RECT_BYTES);
    if (getAttribute(BigInt(handle), EXTENDED_FRAME_BOUNDS, rect, RECT_BYTES) !== 0) return null;
    const width = rect.readInt32LE(8) - rect.readInt32LE(0);
    const height = rect.readInt32LE(12) - rect.readInt32LE(4);
    return width > 0 && height > 0 ? { width, height } : null;
  } catch {
    return null;
  }
}
