// A real SMTP server that passes mails on, and can lose its answer, break the connection, or refuse.
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { type Line, openLine } from './line.ts';

/**
 * - lost: the mail is accepted, but the 250 is lost
 * - broken: the connection ends before the mail
 * - half: the connection ends in the middle of the mail
 * - limited: a temporary refusal because of a rate limit
 * - code: refused with this reply code and text, `after` the whole mail or before it
 */
type SmtpMishap = 'lost' | 'broken' | 'half' | 'limited' | { code: number; after: boolean; text?: string };

export interface TestSmtpServer {
  line: Line;
  user: string;
  password: string;
  /** envelopes of the accepted mails */
  envelopes: { from: string; to: string[] }[];
  /** tokens that it takes (XOAUTH2); without any it takes passwords alone */
  tokens: string[];
  /** names of all who tried to sign in */
  signIns: string[];
  spoilNext(mishap: SmtpMishap): void;
  close(): Promise<void>;
}

const [USER, PASSWORD] = ['guichet', 'smtp-only-for-tests'];

/** The server answers 250 only after `take` has resolved. */
export async function openSmtpServer(take: (source: Buffer) => Promise<void>): Promise<TestSmtpServer> {
  const envelopes: TestSmtpServer['envelopes'] = [];
  const signIns: string[] = [];
  const tokens: string[] = [];
  let next: SmtpMishap | null = null;
  const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth({ method, username, password, accessToken }, _session, done) {
      signIns.push(username ?? '');
      if (method === 'XOAUTH2') {
        if (tokens.includes(accessToken ?? '')) return done(null, { user: USER });
        return done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } });
      }
      if (tokens.length > 0)
        return done(refusal(535, '5.7.139 Authentication unsuccessful, basic authentication is disabled'));
      if (username === USER && password === PASSWORD) return done(null, { user: USER });
      done(refusal(535, '5.7.8 Authentication failed'));
    },
    onRcptTo(_address, _session, done) {
      const mishap = next;
      if (mishap === 'broken') {
        next = null;
        return line.cut();
      }
      if (mishap === 'limited') {
        next = null;
        return done(refusal(451, '4.7.1 Too many mails, try again in 3 seconds'));
      }
      if (typeof mishap === 'object' && mishap !== null && !mishap.after) {
        next = null;
        return done(refusal(mishap.code, 'The recipient is refused'));
      }
      done();
    },
    onData(stream, { envelope }, done) {
      const mishap = next;
      next = null;
      if (mishap === 'half') return void stream.once('data', () => line.cut());
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        if (typeof mishap === 'object' && mishap !== null)
          return done(refusal(mishap.code, mishap.text ?? 'The mail is refused'));
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        envelopes.push({ from, to: envelope.rcptTo.map(({ address }) => address) });
        await take(Buffer.concat(chunks));
        if (mishap === 'lost') line.cut();
        done();
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const line = await openLine(() => connect(port, '127.0.0.1'));
  return {
    line,
    user: USER,
    password: PASSWORD,
    envelopes,
    tokens,
    signIns,
    spoilNext: (mishap) => {
      next = mishap;
    },
    async close() {
      await line.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
