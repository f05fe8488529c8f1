// Set-up of page tests: browser APIs that happy-dom lacks, longer timeouts, and an empty page for each test.
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

Object.assign(globalThis, {
  requestIdleCallback: (callback: () => void) => setTimeout(callback),
  cancelIdleCallback: clearTimeout,
});
// Cancelling its animations throws, unlike in browsers. Without animations, Fluent shows and hides at once.
Reflect.deleteProperty(Element.prototype, 'animate');
// It has no layout: virtual lists need a size to render their rows.
Object.defineProperties(HTMLElement.prototype, {
  clientWidth: { configurable: true, get: () => 800 },
  clientHeight: { configurable: true, get: () => 600 },
});
// enough on a busy machine; a wrong state still fails
configure({ asyncUtilTimeout: 15_000 });
afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
