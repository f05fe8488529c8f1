import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPublisher } from '../../../../main/update/publisher.ts';
import { createSignatureCheck, readBySystem } from '../../../../main/update/verify-signature.ts';

const FILE = '/tmp/Guichet Setup 1.2.0.exe';
const SUBJECT = 'CN="Example, Software", O=Example, C=FR';
const said = (changes: object = {}) =>
  JSON.stringify({ status: 0, path: FILE, subject: SUBJECT, ...changes });
const check = (answer: string, publishers: string[]) =>
  createSignatureCheck(async () => answer)(publishers, FILE);

describe('a signature', () => {
  it.each([
    ['its whole name', [SUBJECT]],
    ['a part of its name', ['CN="Example, Software", C=FR']],
    ['its common name', ['Example, Software']],
    ['one of several', ['Other', SUBJECT]],
  ])('is accepted by %s', async (_, publishers) => {
    expect(await check(said(), publishers)).toBeNull();
  });

  it.each([
    ['no publisher', [], said()],
    ['an empty publisher', [''], said()],
    ['another publisher', ['CN=Example, O=Example, C=FR'], said()],
    ['a publisher of whom one part differs', ['CN="Example, Software", O=Other'], said()],
    ['a signature that is not valid', [SUBJECT], said({ status: 3 })],
    ['no signature', [SUBJECT], said({ status: 2, subject: null })],
    ['another file', [SUBJECT], said({ path: '/tmp/other.exe' })],
    ['nothing', [SUBJECT], ''],
    ['something else', [SUBJECT], 'Get-AuthenticodeSignature: not recognized'],
  ])('with %s is refused', async (_, publishers, answer) => {
    expect(await check(answer, publishers)).toEqual(expect.any(String));
  });

  it('is refused when PowerShell cannot run', async () => {
    const read = readBySystem({ SystemRoot: '/nowhere' });
    await expect(read(FILE)).rejects.toThrow();
    expect(await createSignatureCheck(read)([SUBJECT], FILE)).toBe('its signature could not be read');
  });
});

describe('the publisher of a build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-publisher-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['a list', `publisherName:\n  - 'CN=A, O=B'\n  - C\n`, ['CN=A, O=B', 'C']],
    ['one name', 'provider: generic\npublisherName: Example\n', ['Example']],
    ['none', 'provider: generic\n', null],
    ['an empty list', 'publisherName: []\n', null],
    ['an empty name', `publisherName: ''\n`, null],
    ['no YAML', 'publisherName: [', null],
  ])('is read from %s', async (_, text, publishers) => {
    const file = join(folder, 'app-update.yml');
    writeFileSync(file, text);
    expect(await readPublisher(file)).toEqual(publishers);
  });

  it('is null without the file', async () => {
    expect(await readPublisher(join(folder, 'missing.yml'))).toBeNull();
  });
});
