// A client of the console's API: calls operations by name, and stores the session cookie.
import { createAsk, orThrow } from '../../console/api.ts';
import { CONSOLE_API, type ConsoleApi } from '../../contract/console-api.ts';
import { type ArgumentsOf, type InputOf, type JsonName, pathOf } from '../../contract/operation.ts';

/** It acts as the person of its set-up or sign-in. `url` is the address of the server. */
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
    /** Throws RequestFailed when the operation fails. */
    ask: async <N extends JsonName<ConsoleApi>>(name: N, ...given: ArgumentsOf<InputOf<ConsoleApi[N]>>) =>
      orThrow(await askFor(name, ...given)),
    /** Downloads an attachment as the console does. */
    async attachment(id: string): Promise<Buffer> {
      const answer = await send(pathOf(CONSOLE_API.readAttachment, { params: { id } }));
      if (!answer.ok) throw new Error(`attachment: ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    },
  };
}
