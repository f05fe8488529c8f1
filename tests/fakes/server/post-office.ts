// A real SMTP server that keeps what it receives, and can be away, or refuse.
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface PostOffice {
  readonly url: string;
  readonly received: Email[];
  /** `code`: the reply to every recipient it refuses, or to those that end with `only`; null: it refuses nobody */
  refuse(code: number | null, only?: string): void;
  /** Ends connections and takes none, until it opens again at the same address. */
  close(): Promise<void>;
  openAgain(): Promise<void>;
}

export async function openPostOffice(): Promise<PostOffice> {
  const received: Email[] = [];
  let refusal: { code: number; only: string } | null = null;
  const build = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      // as Postfix refuses
      onRcptTo({ address }, _session, done) {
        if (!refusal || !address.endsWith(refusal.only)) return done(null);
        const { code: responseCode } = refusal;
        const text = `5.1.1 <${address}>: Recipient address rejected: mailbox full`;
        done(Object.assign(new Error(text), { responseCode }));
      },
      onData(stream, _session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', async () => {
          received.push(await PostalMime.parse(Buffer.concat(chunks)));
          done();
        });
      },
    });
  let server = build();
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse(code, only = '') {
      refusal = code === null ? null : { code, only };
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
    async openAgain() {
      server = build();
      await listen(port);
    },
  };
}
