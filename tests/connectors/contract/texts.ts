// Text that looks like markup, a query, a template or a header arrives unchanged.
import { expect } from 'vitest';
import { LIMITS } from '../../../contract/primitives.ts';
import { asRead, newComment, newTicket } from '../content.ts';
import type { Stage } from './stage.ts';
import type { Contract } from './suite.ts';

const TEXTS: [string, string][] = [
  [
    'HTML',
    '<b>bold</b> <script>alert(1)</script> <img src=x onerror=alert(1)> 1 < 2 && 3 > 2 &amp; &lt;b&gt; <!-- x -->',
  ],
  ['emoji and scripts', 'Broken 😡👩‍🔧 – “déjà vu” … ürün, 打印机, الطابعة'],
  ['quotes and backslashes', `It's "here": C:\\new\\table\\u0041 \\\\server\\share \\' \\" \` end\\`],
  ['wildcards', '100 % of _all_ * files? [a-z] {2} $1 $& %s %d %25'],
  ['queries', `'; DROP TABLE ticket; -- ' OR '1'='1' SELECT UserRequest WHERE id = 1 UNION SELECT Person /*`],
  ['templates', '{key} {title} {{description}} $(requester) $this->title$ <%= number %> [{number}] #{x}'],
  ['mail', 'one\n.\nFrom here on:\n> quoted\n--\nBcc: somebody@contoso.example\n\n=3D =\n--boundary\nlast'],
  ['CRLF', 'first line\r\n\r\nthird line\r\n\tindented\r\n  two spaces  between   words'],
];

export function textContract({ test }: Contract): void {
  for (const [kind, text] of TEXTS) {
    test(`${kind} in a description arrives unchanged`, [], async (stage) => {
      const { ref } = await stage.create({ description: text });
      expect(asRead((await stage.harness.ticket(ref)).description)).toContain(asRead(text));
    });

    test(`${kind} in a comment arrives unchanged, and once`, ['comments'], async (stage) => {
      const { ref } = await stage.create();
      const content = newComment(ref, stage.harness.known, text);
      const job = { operation: 'add-comment', content } as const;
      if (stage.harness.cannot?.lost) await stage.send(job);
      else await stage.sendThrough('lost', job);
      expect(await countComments(stage, ref, text)).toBe(1);
    });
  }

  test('the longest description arrives whole', [], async (stage) => {
    const { ref } = await stage.create({ description: longText() });
    expect(asRead((await stage.harness.ticket(ref)).description)).toContain(asRead(longText()));
  });

  test('the longest comment arrives whole', ['comments'], async (stage) => {
    const { ref } = await stage.create();
    const content = newComment(ref, stage.harness.known, longText());
    await stage.send({ operation: 'add-comment', content });
    expect(await countComments(stage, ref, longText())).toBe(1);
  });

  titleContract({ test });
}

function titleContract({ test }: Pick<Contract, 'test'>): void {
  for (const title of [
    `<b>It's</b> "broken" & 100 % of C:\\new 😡 '; -- {key} $&`,
    'Printer\r\nBcc: somebody@contoso.example',
    `Very long: ${'é'.repeat(LIMITS.title - 11)}`,
  ]) {
    test(`a title arrives unchanged: ${JSON.stringify(title).slice(0, 50)}`, [], async (stage) => {
      const { ref } = await stage.create({ title });
      expect((await stage.titled(title)).map((ticket) => ticket.ref)).toEqual([ref]);
    });
  }

  test(
    'a person with quotes, accents and symbols in the name keeps that name',
    ['comments'],
    async (stage) => {
      const email = `zoe.${stage.harness.unknown.email}`;
      const requester = { email, fullName: `Zoë "Zed" O'Neill-Çelik, <PhD>` };
      const content = newTicket(stage.harness, { requester });
      const { ref } = await stage.send({ operation: 'create-ticket', content });
      await stage.send({ operation: 'add-comment', content: newComment(ref, requester, 'It is me.') });
      expect((await stage.harness.ticket(ref)).requesterEmail.toLowerCase()).toBe(requester.email);
    },
  );
}

async function countComments(stage: Stage, ref: string, text: string): Promise<number> {
  const { comments } = await stage.harness.ticket(ref);
  return comments.filter(({ body }) => asRead(body).includes(asRead(text))).length;
}

/** Returns lines with special characters, up to the limit. */
function longText(): string {
  const line = `<p>It's "line" & 100 % – déjà vu 😡 \\ 0123456789</p>\n`;
  return line.repeat(Math.floor(LIMITS.description / line.length));
}
