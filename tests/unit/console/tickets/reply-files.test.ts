// The files of a reply: which are admitted, and how one is uploaded.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSendFile, type FileRequest, type SendFile } from '../../../../console/send-file.ts';
import { admitFiles, pastedFiles } from '../../../../console/tickets/admit-files.ts';
import { sendAttachment } from '../../../../console/tickets/send-attachment.ts';
import { err, ok } from '../../../../contract/result.ts';

const MEGABYTE = 1024 * 1024;
const codesOf = ({ refused }: ReturnType<typeof admitFiles>) => refused.map(({ code }) => code);
const file = (name: string, content = 'x', type = 'text/plain') => new File([content], name, { type });

describe('the files of a reply', () => {
  it('are at most ten, and the refusal of the others is reported once', () => {
    const files = Array.from({ length: 1000 }, (_, index) => file(`${index}.txt`));
    const admission = admitFiles(files, [{ size: 5 }], null);
    expect(admission.admitted.map(({ name }) => name)).toEqual(files.slice(0, 9).map(({ name }) => name));
    expect(admission.refused).toEqual([{ code: 'attachments-too-many', details: { limit: 10 } }]);
  });

  it('are not empty, and an empty one is named', () => {
    const admission = admitFiles([file('empty.txt', ''), file('full.txt')], [], null);
    expect(admission.admitted.map(({ name }) => name)).toEqual(['full.txt']);
    expect(admission.refused).toEqual([{ code: 'file-empty', details: { name: 'empty.txt' } }]);
  });

  it('are at most 100 MB together, and a later smaller one that fits is admitted', () => {
    const admission = admitFiles([file('large', 'xx'), file('small')], [{ size: 100 * MEGABYTE - 1 }], null);
    expect(admission.admitted.map(({ name }) => name)).toEqual(['small']);
    expect(codesOf(admission)).toEqual(['attachments-too-large']);
  });
});

describe('a policy that allows only some file types', () => {
  it('refuses a file of another type, by its name', () => {
    const policy = { attachmentMegabytes: 25, fileTypes: ['pdf', 'tar.gz'] };
    const admission = admitFiles([file('a.PDF'), file('run.exe'), file('b.tar.gz')], [], policy);
    expect(admission.admitted.map(({ name }) => name)).toEqual(['a.PDF', 'b.tar.gz']);
    expect(admission.refused).toEqual([{ code: 'attachment-type-refused', details: { name: 'run.exe' } }]);
  });
});

describe('pasted content', () => {
  // the part of the clipboard that is used
  const clipboard = (types: string[]) =>
    pastedFiles({ types, files: [file('image.png')] as unknown as FileList }).map(({ name }) => name);

  it('is its files if there is no text', () => {
    expect(clipboard(['text/html', 'Files'])).toEqual(['image.png']);
  });

  it('is the text if Office adds a picture of it', () => {
    expect(clipboard(['text/plain', 'text/html', 'Files'])).toEqual([]);
  });
});

describe('the upload of a file', () => {
  function server(answer: Awaited<ReturnType<SendFile>> = ok(null)) {
    const calls: { input: unknown[]; file: Blob }[] = [];
    const sendFile: SendFile = async (name, input, sent, onProgress) => {
      calls.push({ input: [name, input], file: sent });
      onProgress(sent.size / 2);
      return answer;
    };
    return { calls, sendFile };
  }

  it('is addressed by the hash of the content, and reports its progress', async () => {
    const { calls, sendFile } = server();
    const parts: number[] = [];
    const content = 'é'.repeat(100_000);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const sent = await sendAttachment(sendFile, file('log.txt', content), (part) => parts.push(part));
    expect(calls.map((call) => call.input)).toEqual([['sendReplyFile', { params: { sha256 } }]]);
    expect(parts).toEqual([0.5]);
    expect(sent).toEqual(ok({ sha256, name: 'log.txt', mediaType: 'text/plain', size: 200_000 }));
  });

  it('of an unknown type, or with a name that is too long, still matches the contract', async () => {
    const name = `${'n'.repeat(300)}.log`;
    const sent = await sendAttachment(server().sendFile, file(name, 'x', ''), () => {});
    expect(sent).toMatchObject({ value: { mediaType: 'application/octet-stream', name: name.slice(-255) } });
  });

  it('of a file deleted meanwhile fails with its name, and sends nothing', async () => {
    const { calls, sendFile } = server();
    const gone = file('gone.txt');
    gone.stream = () => {
      throw new DOMException('The file could not be found', 'NotFoundError');
    };
    const sent = await sendAttachment(sendFile, gone, () => {});
    expect(sent).toEqual(err('file-unreadable', { name: 'gone.txt' }));
    expect(calls).toEqual([]);
  });

  it('that the server refuses returns the reason', async () => {
    const refusal = err('attachment-too-large', { limitMegabytes: 25 });
    expect(await sendAttachment(server(refusal).sendFile, file('large.iso'), () => {})).toEqual(refusal);
  });
});

/** A request that completes or fails as soon as it is sent. */
class AnsweredRequest extends EventTarget implements FileRequest {
  readonly upload = new EventTarget();
  status = 0;
  responseText = '';
  readonly opened: string[] = [];
  readonly #answer: { status: number; body: string } | null;

  constructor(answer: { status: number; body: string } | null) {
    super();
    this.#answer = answer;
  }

  open(method: string, url: string): void {
    this.opened.push(`${method} ${url}`);
  }

  setRequestHeader(): void {}

  send({ size }: Blob): void {
    this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: size }));
    if (this.#answer) {
      this.status = this.#answer.status;
      this.responseText = this.#answer.body;
    }
    this.dispatchEvent(new Event(this.#answer ? 'load' : 'error'));
  }
}

describe('the request of an upload', () => {
  async function put(answer: { status: number; body: string } | null) {
    const request = new AnsweredRequest(answer);
    const progress: number[] = [];
    const sendFile = createSendFile(() => request);
    const input = { params: { sha256: 'abc' } };
    const result = await sendFile('sendReplyFile', input, new Blob(['four']), (sent) => progress.push(sent));
    return { result, progress, opened: request.opened };
  }

  it('reports the bytes sent, and succeeds', async () => {
    expect(await put({ status: 204, body: '' })).toEqual({
      result: ok(null),
      progress: [4],
      opened: ['PUT /v1/console/uploads/abc'],
    });
  });

  it('keeps code and details of a refusal, and distinguishes a server that cannot be reached from one that fails', async () => {
    const error = { code: 'attachment-too-large', message: 'x', details: { limitMegabytes: 25 } };
    const refused = await put({ status: 413, body: JSON.stringify({ error }) });
    expect(refused.result).toEqual(err('attachment-too-large', { limitMegabytes: 25 }));
    expect((await put(null)).result).toEqual(err('server-unreachable'));
    expect((await put({ status: 502, body: '<h1>Bad gateway</h1>' })).result).toEqual(
      err('server-unreachable'),
    );
    expect((await put({ status: 500, body: 'oops' })).result).toEqual(err('internal'));
  });
});
