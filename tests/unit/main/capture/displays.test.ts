// Pictures of displays: which ones, their size and order, and the description of the layout.
import { describe, expect, it } from 'vitest';
import { crop } from '../../../../main/capture/crop.ts';
import { captureDisplays, isSameDisplay, screenLayout } from '../../../../main/capture/displays.ts';
import { fitting } from '../../../../main/capture/picture-size.ts';
import { type FakeDesktop, type FakeDisplay, fakeDesktop } from '../../../fakes/desktop.ts';

const HD: FakeDisplay = { id: 1, x: 0, width: 1920, height: 1080, scaleFactor: 1 };
const SECOND_HD: FakeDisplay = { ...HD, id: 2, x: 1920 };
/** 2560 x 1440 pixels at 150 % */
const LAPTOP: FakeDisplay = { id: 3, x: 3840, width: 2560 / 1.5, height: 1440 / 1.5, scaleFactor: 1.5 };

async function taken(desktop: FakeDesktop) {
  const pictures = await captureDisplays(desktop);
  return pictures.map(({ bitmap: { pixels, width, height }, included }) => ({
    display: pixels[0],
    size: `${width}x${height}`,
    included,
  }));
}

describe('a picture of every display', () => {
  it('is taken in one call when they are equal; that of the pointer is first and the only included one', async () => {
    const desktop = fakeDesktop([HD, SECOND_HD]);
    desktop.pointer = { x: 2000, y: 10 };
    expect(await taken(desktop)).toEqual([
      { display: 2, size: '1920x1080', included: true },
      { display: 1, size: '1920x1080', included: false },
    ]);
    expect(desktop.asked).toHaveLength(1);
  });

  it('has the physical pixels of each, with one call for each size', async () => {
    const desktop = fakeDesktop([HD, SECOND_HD, LAPTOP]);
    expect((await taken(desktop)).map(({ size }) => size)).toEqual(['1920x1080', '1920x1080', '2560x1440']);
    expect(desktop.asked.map(({ thumbnailSize }) => thumbnailSize)).toEqual([
      { width: 1920, height: 1080 },
      { width: 2560, height: 1440 },
    ]);
  });

  it('uses the order of the displays when sources have no display id', async () => {
    const desktop = fakeDesktop([HD, SECOND_HD]);
    desktop.withoutIds = true;
    desktop.pointer = { x: 2000, y: 10 };
    expect((await taken(desktop)).map(({ display }) => display)).toEqual([2, 1]);
  });

  describe('on Windows, where sources without a display id come in any order', () => {
    const onWindows = (displays: FakeDisplay[]) => {
      const desktop = fakeDesktop(displays);
      desktop.withoutIds = true;
      desktop.isOrdered = false;
      const { getSources } = desktop.desktopCapturer;
      desktop.desktopCapturer.getSources = async (options) => (await getSources(options)).toReversed();
      return desktop;
    };

    it('two equal displays: neither picture is included, because nothing says which is which', async () => {
      const desktop = onWindows([HD, { ...HD, id: 2, x: -1920 }]);
      expect((await taken(desktop)).map(({ included }) => included)).toEqual([false, false]);
      const pictures = await captureDisplays(desktop);
      expect(pictures.map(({ display }) => display)).toEqual([null, null]);
    });

    it('a display of proportions of its own is known by its pixels, and so is a single one', async () => {
      const desktop = onWindows([HD, { ...HD, id: 2, x: -1920, height: 1200 }]);
      expect(await taken(desktop)).toEqual([
        { display: 1, size: '1920x1080', included: true },
        { display: 2, size: '1920x1200', included: false },
      ]);
      expect(await taken(onWindows([HD]))).toMatchObject([{ display: 1, included: true }]);
    });

    it('displays of equal proportions are not told apart by an enlarged picture', async () => {
      const desktop = onWindows([HD, LAPTOP]);
      expect((await taken(desktop)).map(({ included }) => included)).toEqual([false, false]);
    });
  });

  it('omits a display without a picture, and one unplugged meanwhile', async () => {
    const desktop = fakeDesktop([HD, SECOND_HD, { ...HD, id: 4, x: 3840 }]);
    desktop.blank.add(2);
    const { getSources } = desktop.desktopCapturer;
    desktop.desktopCapturer.getSources = (options) => {
      desktop.displays = desktop.displays.filter(({ id }) => id !== 4);
      return getSources(options);
    };
    expect(await taken(desktop)).toEqual([{ display: 1, size: '1920x1080', included: true }]);
  });

  it('includes no other display in place of an unplugged one', async () => {
    const desktop = fakeDesktop([HD, SECOND_HD]);
    desktop.blank.add(1);
    expect(await taken(desktop)).toEqual([{ display: 2, size: '1920x1080', included: false }]);
  });

  it('is empty without a display, and does not call the system', async () => {
    const desktop = fakeDesktop([]);
    expect(await taken(desktop)).toEqual([]);
    expect(desktop.asked).toEqual([]);
  });

  it('of a desktop 40,000 pixels wide is one picture for each display', async () => {
    const displays = Array.from({ length: 8 }, (_, at) => ({
      ...HD,
      id: at + 1,
      x: at * 5000,
      width: 5000,
      height: 2800,
    }));
    const desktop = fakeDesktop(displays);
    desktop.pointer = { x: 39_999, y: 0 };
    const pictures = await taken(desktop);
    expect(pictures).toHaveLength(8);
    expect(pictures[0]).toEqual({ display: 8, size: '5000x2800', included: true });
  });

  it('of one display 40,000 pixels wide is scaled down', async () => {
    const wall = fakeDesktop([{ ...HD, width: 40_000, height: 1080 }]);
    expect(await taken(wall)).toMatchObject([{ display: 1, included: true }]);
    expect(wall.asked).toMatchObject([{ thumbnailSize: { width: 16_384, height: 442 } }]);
  });
});

/** Coordinates are DIP: the width of a display in DIP depends on its own scale. */
describe('displays of different scales side by side', () => {
  const PRIMARY: FakeDisplay = { id: 1, x: 0, width: 1920, height: 1080, scaleFactor: 1 };
  const LEFT: FakeDisplay = {
    id: 2,
    x: -2560 / 1.5,
    y: -200,
    width: 2560 / 1.5,
    height: 1440 / 1.5,
    scaleFactor: 1.5,
  };
  const RIGHT: FakeDisplay = {
    id: 3,
    x: 1920,
    y: 120,
    width: 3840 / 1.5,
    height: 2160 / 1.5,
    scaleFactor: 1.5,
  };

  it.each([
    ['the primary one', { x: 1919, y: 0 }, 1, '1920x1080'],
    ['one left of it, at negative coordinates', { x: -1, y: -150 }, 2, '2560x1440'],
    ['one right of it', { x: 1920, y: 130 }, 3, '3840x2160'],
  ])('the picture of %s has its own pixels and its bounds', async (_, pointer, id, size) => {
    const desktop = fakeDesktop([PRIMARY, LEFT, RIGHT]);
    desktop.pointer = pointer;
    expect((await taken(desktop))[0]).toEqual({ display: id, size, included: true });
    const [first] = await captureDisplays(desktop);
    const {
      x,
      y = 0,
      width,
      height,
      scaleFactor,
    } = [PRIMARY, LEFT, RIGHT].find((one) => one.id === id) ?? PRIMARY;
    expect(first?.display).toEqual({ id, scaleFactor, bounds: { x, y, width, height } });
  });

  it('a region of a display at 150 % is cropped in physical pixels, to the last row and column', async () => {
    const desktop = fakeDesktop([PRIMARY, LEFT]);
    desktop.pointer = { x: -1, y: -150 };
    const [first] = await captureDisplays(desktop);
    if (!first) throw new Error('no picture');
    const whole = { ...first.bitmap, pixels: new Uint8Array(2560 * 1440 * 4) };
    expect(crop(whole, { x: 2559, y: 1439, width: 1, height: 1 })).toMatchObject({ width: 1, height: 1 });
    expect(crop(whole, { x: 1500, y: 900, width: 4000, height: 4000 })).toMatchObject({
      width: 1060,
      height: 540,
    });
  });

  it('a moved, scaled or rotated display counts as another one', () => {
    const display = { id: 1, scaleFactor: 1, bounds: { x: 0, y: 0, width: 1920, height: 1080 } };
    expect(isSameDisplay(display, structuredClone(display))).toBe(true);
    for (const changed of [{ scaleFactor: 1.5 }, { id: 2 }, { bounds: { ...display.bounds, x: -1920 } }])
      expect(isSameDisplay(display, { ...display, ...changed })).toBe(false);
  });
});

describe('the size of a picture', () => {
  it.each([
    ['stays where it fits', 1920, 1080, 1920, 1080],
    ['is a whole number where the scale is not', 1706.6, 960.4, 1707, 960],
    ['has no side over 16,384', 1080, 40_000, 442, 16_384],
    ['is at most 60 megapixels', 12_000, 8000, 9486, 6324],
    ['is one pixel at least', 40_000, 1, 16_384, 1],
  ])('%s', (_, width, height, fitWidth, fitHeight) => {
    expect(fitting({ width, height })).toEqual({ width: fitWidth, height: fitHeight });
  });
});

it('the layout is described in physical pixels, with the scale of each display', () => {
  expect(screenLayout(fakeDesktop([HD, LAPTOP]).screen)).toBe('1920x1080 @100%, 2560x1440 @150%');
  expect(screenLayout(fakeDesktop([]).screen)).toBe('');
});
