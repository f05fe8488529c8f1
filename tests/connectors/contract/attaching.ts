// Attachments arrive byte for byte, with their name, exactly once; or as a link where the backend accepts no files.
import { createHash, randomFillSync } from 'node:crypto';
import { expect } from 'vitest';
import { MEGABYTE } from '../../../contract/primitives.ts';
import type { NewAttachment } from '../../../server/connectors/connector.ts';
import { linkOf, newAttachment } from '../content.ts';
import type { Stage } from './stage.ts';
import { type Contract, MISHAPS } from './suite.ts';

const NAMES = [
  'He said "no" & it\'s <b>bold</b>; a=b.txt',
  'Étiquette d’imprimante à l’étage.pdf',
  'تقرير الطابعة.pdf',
  '🖨️ 100%_done [1]\\`$&`.log',
  `${'n'.repeat(251)}.txt`,
  `${'é'.repeat(251)}.txt`,
];

export function attachingContract({ test, capabilities }: Contract): void {
  const isLink = capabilities.attachments === 'link';
  /** Counts the copies of the file, or of its link, on the ticket. */
  const countOf = (stage: Stage, file: NewAttachment) =>
    isLink ? linksTo(stage, file) : copiesOf(stage, file);

  for (const [mishap, what] of MISHAPS) {
    test(`a file ${what} is there exactly once`, ['files', mishap], async (stage) => {
      const { ref } = await stage.create();
      const content = newAttachment(ref, 'screenshot.png', bytesOf(5000));
      await stage.sendThrough(mishap, { operation: 'add-attachment', content });
      expect(await countOf(stage, content)).toBe(1);
    });
  }

  test(
    'a file of 20 MB arrives whole',
    ['files', 'large files'],
    async (stage) => {
      const { ref } = await stage.create();
      const content = newAttachment(ref, 'recording.mp4', bytesOf(20 * MEGABYTE));
      await stage.send({ operation: 'add-attachment', content });
      expect(await countOf(stage, content)).toBe(1);
    },
    120_000,
  );

  test('files keep their names, whatever characters these contain', ['files'], async (stage) => {
    const { ref } = await stage.create();
    for (const [index, name] of NAMES.entries()) {
      const content = newAttachment(ref, name, bytesOf(100 + index));
      await stage.send({ operation: 'add-attachment', content });
      expect(await countOf(stage, content), name).toBe(1);
    }
  });

  test(
    'a file whose answer was lost is found by its name, whatever characters it contains',
    ['files', 'lost'],
    async (stage) => {
      const { ref } = await stage.create();
      for (const [index, name] of NAMES.entries()) {
        const content = newAttachment(ref, name, bytesOf(100 + index));
        await stage.sendThrough('lost', { operation: 'add-attachment', content });
        expect(await countOf(stage, content), name).toBe(1);
      }
    },
  );

  test('two files with the same name are both stored', ['files'], async (stage) => {
    const { ref } = await stage.create();
    for (const size of [300, 400]) {
      const content = newAttachment(ref, 'screenshot.png', bytesOf(size));
      await stage.send({ operation: 'add-attachment', content });
      expect(await countOf(stage, content)).toBe(1);
    }
  });

  test(
    'a file whose connection broke is sent again, although an earlier file has the same name',
    ['files', 'broken'],
    async (stage) => {
      const { ref } = await stage.create();
      const [first, second] = [300, 400].map((size) => newAttachment(ref, 'screenshot.png', bytesOf(size)));
      if (!first || !second) throw new Error('two files were made');
      await stage.send({ operation: 'add-attachment', content: first });
      await stage.sendThrough('broken', { operation: 'add-attachment', content: second });
      expect([await countOf(stage, first), await countOf(stage, second)]).toEqual([1, 1]);
    },
  );
}

function bytesOf(size: number): Buffer {
  return randomFillSync(Buffer.alloc(size));
}

async function copiesOf(stage: Stage, { ticketRef, name, sha256 }: NewAttachment): Promise<number> {
  const { attachments } = await stage.harness.ticket(ticketRef);
  return attachments.filter((file) => file.name === name && hashOf(file.bytes) === sha256).length;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Counts the comments with the file's name and link. */
async function linksTo(stage: Stage, file: NewAttachment): Promise<number> {
  const { comments } = await stage.harness.ticket(file.ticketRef);
  return comments.filter(({ body }) => body.includes(file.name) && body.includes(linkOf(file.key))).length;
}
