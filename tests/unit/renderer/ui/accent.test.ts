// Texts stay readable on and in every accent colour of the system.
import { describe, expect, test } from 'vitest';
import { brandOf, contrast } from '../../../../renderer/ui/accent.ts';
import { themeOf } from '../../../../renderer/ui/theme.ts';

const UGLY = [
  '#ffff00',
  '#00ff00',
  '#00ffff',
  '#ff00ff',
  '#ffffff',
  '#000000',
  '#fffffe',
  '#010000',
  '#7f7f7f',
];
/** A grid of colours: seven values of each channel. */
const STEPS = ['00', '33', '66', '99', 'cc', 'ff'];
const CUBE = STEPS.flatMap((red) => STEPS.flatMap((green) => STEPS.map((blue) => `#${red}${green}${blue}`)));

describe.each([
  ['light', false],
  ['dark', true],
])('in the %s theme', (_, dark) => {
  test.each([
    ['text on the brand', 'colorNeutralForegroundOnBrand', 'colorBrandBackground'],
    ['text on the brand, hovered', 'colorNeutralForegroundOnBrand', 'colorBrandBackgroundHover'],
    ['text on the brand, pressed', 'colorNeutralForegroundOnBrand', 'colorBrandBackgroundPressed'],
    ['brand text', 'colorBrandForeground1', 'colorNeutralBackground1'],
    ['brand text on a panel', 'colorBrandForeground1', 'colorNeutralBackground2'],
    ['a selected choice', 'colorCompoundBrandForeground1', 'colorNeutralBackground1'],
    ['a link', 'colorBrandForegroundLink', 'colorNeutralBackground1'],
    ['brand text on a tint of it', 'colorBrandForeground2', 'colorBrandBackground2'],
  ] as const)('%s has a contrast of 4.5 at least, whatever the accent', (_name, text, background) => {
    const unreadable = [...UGLY, ...CUBE].filter((accent) => {
      const theme = themeOf(accent, { dark, still: false });
      return contrast(theme[text], theme[background]) < 4.5;
    });
    expect(unreadable).toEqual([]);
  });
});

describe('the ramp of an accent', () => {
  test('goes from dark to light', () => {
    for (const accent of UGLY) {
      const against = Object.values(brandOf(accent)).map((shade) => contrast(shade, '#000000'));
      expect(against).toEqual([...against].sort((one, other) => one - other));
    }
  });

  test('keeps the hue: no shade of red has more green than blue', () => {
    for (const shade of Object.values(brandOf('#c50f1f'))) {
      const [red, green] = [shade.slice(1, 3), shade.slice(3, 5)].map((channel) =>
        Number.parseInt(channel, 16),
      );
      expect(red).toBeGreaterThan(green ?? 0);
    }
  });

  test('is the blue of Windows on a system without an accent', () => {
    expect(brandOf(null)).toEqual(brandOf('#0078d4'));
  });
});

test('reduced motion disables all animations', () => {
  const durations = Object.entries(themeOf(null, { dark: false, still: true })).filter(([name]) =>
    name.startsWith('duration'),
  );
  expect(durations.length).toBeGreaterThan(0);
  expect(durations.filter(([, value]) => value !== '0ms')).toEqual([]);
});
