// Computes the brand colours of Fluent's themes from the system's accent colour.
import type { BrandVariants } from '@fluentui/react-components';

/** Red, green and blue, each from 0 to 1. */
type Rgb = [red: number, green: number, blue: number];

/**
 * The relative luminance of each shade of Fluent's own blue. Fluent's themes put white text on the shades up to 80, shade
 * 80 on white, and shade 100 on dark grey, each at a contrast of 4.5:1 or more. A colour of the same luminance has the same
 * contrast, whatever its hue.
 */
const LUMINANCES: Record<keyof BrandVariants, number> = {
  10: 0.0078,
  20: 0.0154,
  30: 0.0251,
  40: 0.0401,
  50: 0.0588,
  60: 0.0834,
  70: 0.1077,
  80: 0.145,
  90: 0.2278,
  100: 0.3239,
  110: 0.3832,
  120: 0.445,
  130: 0.5377,
  140: 0.647,
  150: 0.7565,
  160: 0.8879,
};

/** The blue of Windows, for a system without an accent colour. */
const DEFAULT_ACCENT = '#0078d4';

function rgbOf(colour: string): Rgb {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

function textOf(rgb: Rgb): string {
  return `#${rgb
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** WCAG 2.2, "relative luminance". */
function luminanceOf(rgb: Rgb): number {
  const linear = (channel: number) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

/** WCAG 2.2, "contrast ratio" of two colours written #rrggbb, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const luminances = [one, other].map((colour) => luminanceOf(rgbOf(colour)) + 0.05);
  return Math.max(...luminances) / Math.min(...luminances);
}

/** Returns the colour's hue and saturation (HSL) as a function of lightness. A grey has neither. */
function tintOf([red, green, blue]: Rgb): (lightness: number) => Rgb {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const range = most - least;
  if (range === 0) return (lightness) => [lightness, lightness, lightness];
  const saturation = range / (1 - Math.abs(most + least - 1));
  // Where each channel lies between the least and the most, from 0 to 1.
  const ratios: Rgb = [(red - least) / range, (green - least) / range, (blue - least) / range];
  return (lightness) => {
    const chroma = saturation * (1 - Math.abs(2 * lightness - 1));
    const floor = lightness - chroma / 2;
    return [floor + ratios[0] * chroma, floor + ratios[1] * chroma, floor + ratios[2] * chroma];
  };
}

/** Returns the shade of a tint with this luminance, by bisection: luminance grows with lightness, from 0 to 1. */
function shadeOf(tint: (lightness: number) => Rgb, luminance: number): string {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 16; step += 1) {
    const middle = (low + high) / 2;
    if (luminanceOf(tint(middle)) < luminance) low = middle;
    else high = middle;
  }
  return textOf(tint(low));
}

/** Returns the brand ramp of an accent colour written #rrggbb: its hue and saturation, in shades with enough contrast. */
export function brandOf(accent: string | null): BrandVariants {
  const tint = tintOf(rgbOf(accent ?? DEFAULT_ACCENT));
  const shade = (step: keyof BrandVariants) => shadeOf(tint, LUMINANCES[step]);
  return {
    10: shade(10),
    20: shade(20),
    30: shade(30),
    40: shade(40),
    50: shade(50),
    60: shade(60),
    70: shade(70),
    80: shade(80),
    90: shade(90),
    100: shade(100),
    110: shade(110),
    120: shade(120),
    130: shade(130),
    140: shade(140),
    150: shade(150),
    160: shade(160),
  };
}
