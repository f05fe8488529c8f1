// The placement of windows: on the display under the pointer, at any scale and position.
import { describe, expect, it } from 'vitest';
import { pointedDisplay } from '../../../../main/capture/displays.ts';
import { centred } from '../../../../main/windows/placement.ts';
import { fakeDesktop } from '../../../fakes/desktop.ts';

const FORM = { width: 760, height: 640 };

describe('a window', () => {
  it.each([
    [
      'the primary display, above its task bar',
      { x: 0, y: 0, width: 1920, height: 1040 },
      { x: 580, y: 200 },
    ],
    ['one left of it and higher', { x: -1707, y: -200, width: 1707, height: 920 }, { x: -1233, y: -60 }],
    ['one above it', { x: 0, y: -1080, width: 1920, height: 1040 }, { x: 580, y: -880 }],
  ])('is in the middle of %s', (_, workArea, where) => {
    expect(centred(FORM, workArea)).toEqual({ ...FORM, ...where });
  });

  it('is no larger than the work area of a small display', () => {
    const workArea = { x: -640, y: 0, width: 640, height: 440 };
    expect(centred(FORM, workArea)).toEqual(workArea);
  });

  it('goes to the display under the pointer, at 100 % beside 150 %', () => {
    const desktop = fakeDesktop([
      { id: 1, x: 0, width: 1920, height: 1080, scaleFactor: 1 },
      { id: 2, x: -1707, width: 1707, height: 960, scaleFactor: 1.5 },
    ]);
    desktop.pointer = { x: -1, y: 959 };
    expect(pointedDisplay(desktop.screen).id).toBe(2);
  });
});
