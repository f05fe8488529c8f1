// For tests of pages: what Chromium has and happy-dom has not, patience, and an empty page for each test.
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

Object.assign(globalThis, {
  requestIdleCallback: (callback: () => void) => setTimeout(callback),
  cancelIdleCallback: clearTimeout,
});
// Its animations fail when they are given up, which those of browsers do not: without any, Fluent shows and hides at once.
Reflect.deleteProperty(Element.prototype, 'animate');
// It lays nothing out: lists that draw only what is in sight are told of a window.
Object.defineProperties(HTMLElement.prototype, {
  clientWidth: { configurable: true, get: () => 800 },
  clientHeight: { configurable: true, get: () => 600 },
});
// as long as on a busy machine it takes; a wrong state fails all the same
configure({ asyncUtilTimeout: 15_000 });
afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
