// Every parser of foreign text: whatever the text, it returns what it declares, within bounds, and works no more than evenly.
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { cleanFileName } from '../../../contract/file-name.ts';
import { fold } from '../../../contract/fold.ts';
import { parseJson } from '../../../contract/json.ts';
import { readToastArguments } from '../../../main/desktop/toast-xml.ts';
import { startRequest } from '../../../main/process/start-request.ts';
import { policyFromEnvironment, readLocalPolicy } from '../../../main/settings/policy.ts';
import { savedName } from '../../../main/tickets/saved-name.ts';
import { createSignatureCheck } from '../../../main/update/verify-signature.ts';
import { parseConfig } from '../../../server/config.ts';
import { readText, solutionIn } from '../../../server/connectors/atera/texts.ts';
import {
  isContinuation,
  longText,
  readOurs,
  shortText,
  toHtml,
  toLine,
  toText,
} from '../../../server/connectors/itop/html.ts';
import { instantOf } from '../../../server/connectors/itop/times.ts';
import { createFind, patternProblem } from '../../../server/connectors/mail/patterns.ts';
import { textOfHtml } from '../../../server/html-text.ts';
import { isWithinBounds } from '../../../server/http/json-body.ts';
import { preferredLanguage } from '../../../server/http/language.ts';
import { createSignedLinks } from '../../../server/http/signed-links.ts';
import { isAuthenticated } from '../../../server/mailboxes/authentication.ts';
import { readMail } from '../../../server/mailboxes/incoming.ts';
import { languageOfMail } from '../../../server/mailboxes/language-of.ts';
import { stripQuoted } from '../../../server/mailboxes/strip-quoted.ts';
import { parseChannelFile } from '../../../server/releases/channel-file.ts';
import { compareVersions } from '../../../server/releases/version.ts';
import { silentLog } from '../../fakes/agent-under-test.ts';
import { createTally, fuzz, inputsFor, PATIENCE } from './campaign.ts';
import { HEADER, HTML, JSON_TEXT, MAIL, NAME, PATTERN, PLAIN, QUERY, TIME, YAML } from './foreign-texts.ts';
import { nastyText } from './nasty.ts';
import { expectEvenWork } from './work.ts';

/** Of all inputs of the campaign. */
const SHARE = 0.17;
const tally = createTally('parsers');
afterAll(() => tally.print());

const AT = new Date('2030-01-02T08:00:00.000Z');
const links = createSignedLinks({
  serverKey: Buffer.alloc(32, 7),
  clock: { now: () => AT, after: () => () => {} },
  publicUrl: () => '',
});
const findNumber = createFind(String.raw`\[#(\d{1,9})\]|ticket (\w+)`);
const checkSignature = (output: string) =>
  createSignatureCheck(async () => output)(['CN=Contoso, O=x'], 'a.exe');

/** At most as long as the text, and room for what is put around it. */
function within(result: string, most: number): void {
  if (result.length > most) throw new Error(`${result.length} characters of ${most}`);
}

interface Parser {
  inputs: fc.Arbitrary<string>;
  /** throws when the result is not as declared */
  run(text: string): void | Promise<void>;
  /** false: not measured by four times the input, because it bounds its input or is asynchronous */
  isEven?: false;
}

/** How much longer a text can become: a link shows its address beside its text, a list its dashes. */
const GROWTH = 12;

const PARSERS: Readonly<Record<string, Parser>> = {
  // the parser of HTML walks its open elements: textOfHtml bounds its input
  'HTML of a backend': {
    inputs: HTML,
    run: (text) => within(textOfHtml(text), text.length * GROWTH + 100),
    isEven: false,
  },
  'HTML of iTop': {
    inputs: HTML,
    run: (text) => within(toText(text), text.length * GROWTH + 100),
    isEven: false,
  },
  'a log entry of iTop': { inputs: HTML, run: (text) => void [readOurs(text), isContinuation(text)] },
  'a text for iTop': {
    inputs: HTML,
    run: (text) => void [toHtml(text), toLine(text), shortText(text), longText(text)],
  },
  'a text of Atera': {
    inputs: HTML,
    run: (text) => within(readText(text).body, text.length * GROWTH + 100),
    isEven: false,
  },
  'a solution of Atera': { inputs: PLAIN, run: (text) => void solutionIn(text) },
  'a date of iTop': {
    inputs: TIME,
    run: (text) => void instantOf('America/New_York', text, AT).toISOString(),
  },
  'a date of iTop in the east': {
    inputs: TIME,
    run: (text) => void instantOf('Asia/Tokyo', text, AT).toISOString(),
  },
  'a mail': {
    inputs: MAIL,
    async run(text) {
      const mail = await readMail(Buffer.from(text, 'latin1'), 'INBOX 1', AT);
      within(JSON.stringify(mail), 2_000_000);
    },
    isEven: false,
  },
  'a reply with quotes': { inputs: PLAIN, run: (text) => within(stripQuoted(text), text.length) },
  'the language of a mail': { inputs: PLAIN, run: (text) => void languageOfMail([text], text) },
  'the results of a mail server': {
    inputs: HEADER,
    run: (text) => void isAuthenticated([text], 'mail.example.org', 'example.org'),
  },
  'a number in a subject': { inputs: PLAIN, run: (text) => void findNumber(text) },
  'a pattern of an administrator': {
    inputs: PATTERN,
    run: (text) =>
      void [patternProblem(text), createFind(text)('ticket [#123] aaaaaaaaaaaaaaaaaaaaaaaaaaaa')],
    isEven: false,
  },
  'a channel file': { inputs: YAML, run: (text) => void parseChannelFile(text), isEven: false },
  'two versions': {
    inputs: fc
      .tuple(fc.stringMatching(/^\d{1,3}\.\d{1,3}\.\d{1,3}(-[a-z0-9]{1,3}(\.\d)?)?$/), fc.constant('1.2.3'))
      .map(String),
    run(text) {
      const [one = '', other = ''] = text.split(',');
      expect(Math.sign(compareVersions(one, other))).toBe(-Math.sign(compareVersions(other, one)) || 0);
    },
    isEven: false,
  },
  'an environment variable': {
    inputs: fc.oneof(nastyText, HEADER),
    run(text) {
      for (const name of [
        'HOST',
        'PORT',
        'PUBLIC_URL',
        'SMTP_URL',
        'ALLOWED_FILE_TYPES',
        'SECRET_KEY',
        'MAILBOX',
        'FIRST_EMAIL_DOMAINS',
      ])
        if (!parseConfig({ [name]: text }).ok)
          expect(parseConfig({ [name]: text })).toHaveProperty('problem');
    },
    isEven: false,
  },
  'the bounds of JSON': { inputs: JSON_TEXT, run: (text) => void isWithinBounds(text) },
  'JSON of anybody': { inputs: JSON_TEXT, run: (text) => void parseJson(text) },
  'a header of languages': {
    inputs: HEADER,
    run: (text) => expect(['en', 'fr']).toContain(preferredLanguage(text)),
  },
  'the token of a link': {
    inputs: fc.oneof(
      nastyText,
      fc.base64String().map((text) => text.slice(0, 72)),
    ),
    run: (text) => expect(links.attachmentOf(text)).toBeNull(),
  },
  'a search': { inputs: nastyText, run: (text) => void fold(text) },
  'the name of a file to save': {
    inputs: NAME,
    run(text) {
      const name = savedName(cleanFileName(text));
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^\.{0,2}$/u);
    },
  },
  'the arguments of a start': {
    inputs: fc.oneof(QUERY, NAME),
    run: (text) => void startRequest([text, `guichet://ticket/${text}`]),
  },
  'the arguments of a toast': { inputs: QUERY, run: (text) => void readToastArguments(text) },
  'a policy': {
    inputs: JSON_TEXT,
    run: (text) =>
      void readLocalPolicy(
        [
          ...policyFromEnvironment(text, silentLog),
          new Map([
            ['proxy', text],
            ['hotkey', text],
            ['filetypes', text],
          ]),
        ],
        silentLog,
      ),
  },
  'the signature of an installer': {
    inputs: JSON_TEXT,
    run: async (text) =>
      expect(
        await checkSignature(JSON.stringify({ status: 0, path: 'a.exe', subject: text })),
      ).not.toBeNull(),
    isEven: false,
  },
};
const NAMES = Object.keys(PARSERS);

/** Characters of the smaller of two inputs whose work is compared. */
const LENGTH = 25_000;

test.each(NAMES)(
  '%s is read whatever it is',
  async (name) => {
    const { inputs, run } = PARSERS[name] as Parser;
    await fuzz(name, inputsFor(SHARE, NAMES.length), inputs, async (text) => {
      await run(text);
      tally.count(name);
    });
  },
  PATIENCE,
);

test.each(NAMES.filter((name) => PARSERS[name]?.isEven !== false))(
  '%s takes work that grows with its length, not faster',
  async (name) => {
    const { inputs, run } = PARSERS[name] as Parser;
    await fuzz(`the work of ${name}`, inputsFor(SHARE / 40, NAMES.length), inputs, (text) => {
      // the same piece over and over is what quadratic code is slow on
      expectEvenWork(run, text.slice(0, 40), LENGTH);
    });
  },
  PATIENCE,
);
