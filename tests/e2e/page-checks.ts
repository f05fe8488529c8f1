// What is checked of each page and dialog of the console: axe, the dark theme, forced colours, 200 %, and the keyboard alone.
import type { Locator, Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import { untilStill } from './still.ts';

const NORMAL = { width: 1280, height: 800 };
/** the same window at 200 % */
const DOUBLE = { width: 640, height: 400 };
/** More than any page has. */
const MOST_STOPS = 150;

/** A dialog is looked at alone: the page behind it was before. */
const DIALOG = '[role=dialog]';

const CONTRAST = ['color-contrast'];

/** Returns once the page has heard of it and has begun to change: a frame for each. */
async function lookAs(page: Page, media: Parameters<Page['emulateMedia']>[0]): Promise<void> {
  await page.emulateMedia(media);
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  await page.evaluate(frame);
  await page.evaluate(frame);
}

/** What is wrong with what the page, or its dialog, shows, in all appearances. The colours are the same in both languages. */
export async function wrongLooks(page: Page, { inDialog = false, withColours = true }): Promise<string[]> {
  const root = inDialog ? DIALOG : 'html';
  const wrong = (await axeViolations(page, { root })).map((one) => `axe: ${one}`);
  if (withColours) {
    await lookAs(page, { colorScheme: 'dark' });
    const inDark = await axeViolations(page, { root, rules: CONTRAST });
    wrong.push(...inDark.map((one) => `dark: ${one}`));
    await lookAs(page, { colorScheme: 'light' });
    const drawn = await page.evaluate(drawnByColour, root);
    await lookAs(page, { forcedColors: 'active' });
    const inForced = await axeViolations(page, { root, rules: CONTRAST });
    wrong.push(...inForced.map((one) => `forced colours: ${one}`));
    const still = await page.evaluate(drawnByColour, root);
    wrong.push(...drawn.filter((one) => !still.includes(one)).map((one) => `forced colours hide ${one}`));
    await page.emulateMedia({ forcedColors: null });
  }
  await page.setViewportSize(DOUBLE);
  await untilStill(page);
  wrong.push(...(await page.evaluate(tooWide, root)).map((one) => `200 %: ${one}`));
  await page.setViewportSize(NORMAL);
  return wrong;
}

/** Runs in the page: what is drawn by a background or a border alone, such as a switch, a bar or a mark, by its place in the page. */
function drawnByColour(root: string): string[] {
  const isClear = (colour: string) => colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour);
  function behind(element: Element | null): string {
    if (!element) return 'none';
    const { backgroundColor } = getComputedStyle(element);
    return isClear(backgroundColor) ? behind(element.parentElement) : backgroundColor;
  }
  const drawn: string[] = [];
  for (const [index, element] of [...document.querySelectorAll(`${root} *`)].entries()) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    for (const part of [undefined, '::before', '::after']) {
      const style = getComputedStyle(element, part);
      const { a: scaledX, d: scaledY } = new DOMMatrix(style.transform);
      if ((part && style.content === 'none') || scaledX * scaledY === 0) continue;
      const box = part
        ? { width: Number.parseFloat(style.width), height: Number.parseFloat(style.height) }
        : element.getBoundingClientRect();
      const isSmall = box.width >= 2 && box.height >= 2 && box.width * box.height < 6000;
      if (!isSmall || (!part && (element.textContent !== '' || element.children.length > 0))) continue;
      const around = behind(part ? element : element.parentElement);
      const hasBorder = ['Top', 'Bottom', 'Left', 'Right'].some((side) => {
        const width = Number.parseFloat(style.getPropertyValue(`border-${side.toLowerCase()}-width`));
        const colour = style.getPropertyValue(`border-${side.toLowerCase()}-color`);
        return width > 0 && !isClear(colour) && colour !== around;
      });
      const isFilled = !isClear(style.backgroundColor) && style.backgroundColor !== around;
      if (hasBorder || isFilled || element instanceof SVGElement)
        drawn.push(`${index} ${part ?? ''} ${element.outerHTML.slice(0, 160)}`.replace(/class="[^"]*"/g, ''));
    }
  }
  return drawn;
}

/** Runs in the page: what is wider than the window. Only tables may scroll sideways, and long words of a code. */
function tooWide(root: string): string[] {
  const wide = [document.documentElement, ...document.querySelectorAll(`${root} *`)].filter((element) => {
    if (!element.checkVisibility() || element.scrollWidth <= element.clientWidth + 1) return false;
    const { overflowX } = getComputedStyle(element);
    const scrolls = overflowX === 'auto' || overflowX === 'scroll' || element === document.documentElement;
    return scrolls && element.querySelector('table, [role=table], pre') === null && element.tagName !== 'PRE';
  });
  const outside = [
    ...document.querySelectorAll(`${root} :is(button, input, select, textarea, a[href], h1, h2, h3)`),
  ].filter((element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    if (element.closest('table, [role=table]') || getComputedStyle(element).clipPath !== 'none') return false;
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (left < -1 || right > document.documentElement.clientWidth + 1);
  });
  return [
    ...wide.map((element) => `scrolls sideways: ${element.outerHTML.slice(0, 160)}`),
    ...outside.map((element) => `out of the window: ${element.outerHTML.slice(0, 160)}`),
  ];
}

interface Stop {
  /** null: the focus has left the page, or is where it was before */
  name: string | null;
  wrong: string[];
}

/**
 * What is wrong for somebody who has a keyboard alone, on the page or in the dialog `within`: what Tab does not reach, an order that
 * is not that of the page, a stop that does not show the focus or that is out of sight, and a way that does not end.
 */
export async function wrongByKeyboard(page: Page, within: Locator | null = null): Promise<string[]> {
  const wrong: string[] = [];
  const root = within ?? page.locator('body');
  if (!within) await page.evaluate(focusTheStart);
  // a dialog has put the focus on one of its own already
  else wrong.push(...(await root.evaluate(stopAt)).wrong);
  for (let stops = 0; ; stops += 1) {
    if (stops === MOST_STOPS) return [...wrong, `keyboard: no end after ${MOST_STOPS} stops`];
    await page.keyboard.press('Tab');
    const stop = await root.evaluate(stopAt);
    wrong.push(...stop.wrong);
    if (stop.name === null) break;
  }
  return [...wrong, ...(await root.evaluate(notReached))].map((one) => `keyboard: ${one}`);
}

/** What the walk has seen, in the page. */
interface Walk {
  stops: Element[];
  looks: string[];
}
declare global {
  interface Window {
    walk?: Walk;
  }
}

/** Runs in the page: the next Tab goes to its first stop. */
function focusTheStart(): void {
  delete window.walk;
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
}

/** Runs in the page: notes where the focus is, and checks the stop before, now that it has no focus. */
async function stopAt(root: Element): Promise<Stop> {
  // the mark of the focus is drawn
  await new Promise((drawn) => requestAnimationFrame(drawn));
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? (element.textContent || element.id)}`.slice(
      0,
      80,
    );
  /** how the element and what stands for it look */
  function lookOf(element: Element): string {
    const parts = [
      element,
      element.nextElementSibling,
      element.parentElement,
      element.parentElement?.parentElement,
    ];
    return parts
      .filter((part) => part instanceof Element)
      .flatMap((part) => ['', '::before', '::after'].map((pseudo) => getComputedStyle(part, pseudo || null)))
      .map((style) =>
        [
          style.outlineStyle === 'none'
            ? ''
            : `${style.outlineWidth} ${style.outlineStyle} ${style.outlineColor}`,
          style.content === 'none'
            ? ''
            : `${style.borderTopColor} ${style.borderBottomColor} ${style.borderTopWidth}`,
          `${style.borderBottomWidth} ${style.boxShadow} ${style.backgroundColor} ${style.textDecoration}`,
          `${style.opacity} ${style.transform} ${style.clipPath}`,
        ].join(' '),
      )
      .join('|');
  }
  window.walk ??= { stops: [], looks: [] };
  const { stops, looks } = window.walk;
  const wrong: string[] = [];
  const focused = document.activeElement;
  const before = stops.at(-1);
  if (before && before !== focused && lookOf(before) === looks.at(-1))
    wrong.push(`no sign of the focus: ${nameOf(before)}`);
  const isHere = focused !== null && focused !== document.body && !focused.hasAttribute('data-tabster-dummy');
  // a date has a stop for the day, one for the month and one for the year
  if (focused === before && focused instanceof HTMLInputElement && /^date/.test(focused.type))
    return { name: focused.type, wrong };
  if (!isHere || stops.includes(focused)) return { name: null, wrong };
  if (!root.contains(focused))
    return { name: null, wrong: [...wrong, `leaves the dialog: ${nameOf(focused)}`] };
  // from a field that a dialog begins with, the way goes round
  const isBack = before && !(before.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING);
  const isFirst = stops.every(
    (stop) => stop.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_PRECEDING,
  );
  if (isBack && !(root !== document.body && isFirst)) wrong.push(`goes back: ${nameOf(focused)}`);
  const { top, bottom, left, right } = focused.getBoundingClientRect();
  if (bottom < 0 || right < 0 || top > innerHeight || left > innerWidth)
    wrong.push(`out of sight: ${nameOf(focused)}`);
  stops.push(focused);
  looks.push(lookOf(focused));
  return { name: nameOf(focused), wrong };
}

/** Runs in the page: the controls that the walk did not come to. */
function notReached(root: Element): string[] {
  const stops = window.walk?.stops ?? [];
  delete window.walk;
  const controls = root.querySelectorAll<HTMLElement>(
    'a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=combobox], [role=switch], [tabindex]',
  );
  /** arrow keys go on inside a group: one of it is a stop */
  const isInGroup = (control: Element) => {
    const mover = control.closest('[data-tabster*="mover"], [role=radiogroup]');
    return mover !== null && stops.some((stop) => mover.contains(stop));
  };
  return [...controls]
    .filter((control) => control.tabIndex >= 0 && !control.hasAttribute('data-tabster-dummy'))
    .filter((control) => !control.matches(':disabled') && !control.closest('[aria-hidden=true], [inert]'))
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .filter((control) => !stops.includes(control) && !isInGroup(control))
    .map((control) => `not reached: ${control.outerHTML.slice(0, 160)}`);
}
