// The choice of a region by pointer and keyboard.
import { describe, expect, test } from 'vitest';
import {
  middleHalf,
  moveRegion,
  regionAfterKey,
  regionBetween,
  resizeRegion,
} from '../../../../renderer/region/selection.ts';

const picture = { width: 1920, height: 1080 };

describe('a region', () => {
  test('is the same from whichever corner it is dragged, in whole pixels', () => {
    const region = { x: 300, y: 400, width: 200, height: 100 };
    expect(regionBetween({ x: 300, y: 400 }, { x: 500, y: 500 }, picture)).toEqual(region);
    expect(regionBetween({ x: 499.8, y: 400.3 }, { x: 300.2, y: 499.9 }, picture)).toEqual(region);
  });

  test('is never empty, and never larger than the picture', () => {
    expect(regionBetween({ x: 10, y: 10 }, { x: 10, y: 10 }, picture)).toMatchObject({ width: 1, height: 1 });
    expect(regionBetween({ x: -50, y: -50 }, { x: 9000, y: 9000 }, picture)).toEqual({
      x: 0,
      y: 0,
      ...picture,
    });
    expect(regionBetween({ x: 9000, y: 9000 }, { x: 9000, y: 9000 }, picture)).toEqual({
      x: 1919,
      y: 1079,
      width: 1,
      height: 1,
    });
    expect(middleHalf({ width: 1, height: 1 })).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });

  test('is moved and resized within the picture', () => {
    const region = middleHalf(picture);
    expect(region).toEqual({ x: 480, y: 270, width: 960, height: 540 });
    expect(moveRegion(region, { x: -9000, y: 9000 }, picture)).toMatchObject({ x: 0, y: 540 });
    expect(resizeRegion(region, { x: 9000, y: -9000 }, picture)).toMatchObject({ width: 1440, height: 1 });
  });

  test('is changed by the arrow keys only: they move it, with Shift they resize it, with Ctrl by one pixel', () => {
    const region = middleHalf(picture);
    const led = (key: string, shiftKey = false, ctrlKey = false) =>
      regionAfterKey({ key, shiftKey, ctrlKey }, region, picture);
    expect(led('ArrowLeft')).toEqual({ ...region, x: 470 });
    expect(led('ArrowDown', true)).toEqual({ ...region, height: 550 });
    expect(led('ArrowUp', false, true)).toEqual({ ...region, y: 269 });
    expect(led('Enter')).toBeNull();
  });
});
