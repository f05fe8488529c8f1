import { expect, test } from 'vitest';
import { browserOf } from '../../../../server/staff/browser.ts';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

test.each([
  [`${WINDOWS} ${CHROME}`, 'Chrome', 'Windows'],
  [`${WINDOWS} ${CHROME} Edg/131.0.0.0`, 'Edge', 'Windows'],
  [`${WINDOWS} ${CHROME} OPR/117.0`, 'Opera', 'Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox', 'Linux'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) Version/18.0 Safari/605.1.15', 'Safari', 'macOS'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/131 Mobile Safari/604.1', 'Chrome', 'iOS'],
  [`Mozilla/5.0 (Linux; Android 10; K) ${CHROME}`, 'Chrome', 'Android'],
])('%s is %s on %s', (userAgent, browser, system) => {
  expect(browserOf(userAgent)).toEqual({ browser, system });
});

test.each([undefined, '', '<script>alert(1)</script>', 'curl/8.5.0', 'x'.repeat(1_000_000)])(
  'what a stranger writes is not repeated',
  (userAgent) => expect(browserOf(userAgent)).toEqual({ browser: null, system: null }),
);
