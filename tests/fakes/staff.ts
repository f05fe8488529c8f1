// A member of staff as the console is one: asks for operations by name, and keeps the session cookie.
import { createAsk, orThrow } from '../../console/api.ts';
import { CONSOLE_API, type ConsoleApi } from '../../contract/console-api.ts';
import { type ArgumentsOf, addressOf, type InputOf, type JsonName } from '../../contract/operation.ts';

/** Whoever the first set-up or sign-in makes of them; `url` is that of the server. */
export function staffAt(url: string) {
  const { origin } = new URL(url);
  let cookie = '';
  const send: typeof fetch = async (address, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', origin);
    headers.set('cookie', cookie);
    const answer = await fetch(new URL(String(address), origin), { ...init, headers });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  const askFor = createAsk(send);
  return {
    /** Throws RequestFailed where the console would say that it failed. */
    ask: async <N extends JsonName<ConsoleApi>>(name: N, ...given: ArgumentsOf<InputOf<ConsoleApi[N]>>) =>
      orThrow(await askFor(name, ...given)),
    /** Bytes of an attachment, as the console is given them. */
    async attachment(id: string): Promise<Buffer> {
      const answer = await send(addressOf(CONSOLE_API.readAttachment, { params: { id } }));
      if (!answer.ok) throw new Error(`attachment: ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    },
  };
}
