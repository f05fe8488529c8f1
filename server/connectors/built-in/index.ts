// The built-in desk as a kind of backend: its connector is passed in, not created here. Its mailbox, where it has one, is tested here
// and read by mail-in.
import type { BackendSecrets } from '../../../contract/backends.ts';
import type { BuiltInSettings, DeskMailbox } from '../../../contract/built-in-settings.ts';
import type { Check } from '../connector.ts';
import type { ConnectorKind, KindParts } from '../connector-kind.ts';
import { serversOfMailbox } from '../http.ts';
import { openDeskMailbox, signInOf } from './desk-mailbox.ts';
import { UNVOUCHED } from './sentences.ts';

export const builtInKind: ConnectorKind<BuiltInSettings> = {
  create({ mailbox }, secrets, parts) {
    const { builtIn } = parts;
    if (mailbox === null) return builtIn;
    const check = async () => [...(await builtIn.check()), await checkMailbox(mailbox, secrets, parts)];
    return { ...builtIn, check };
  },
  serversOf: ({ mailbox }) => (mailbox === null ? [] : serversOfMailbox(mailbox)),
  receiverOf({ mailbox }, secret) {
    if (mailbox === null) return null;
    if (secret === 'mailboxPassword' && mailbox.token === null)
      return JSON.stringify([mailbox.host, mailbox.port, mailbox.secure, mailbox.allowPlain]);
    return secret === 'mailboxClientSecret' ? (mailbox.token?.tokenUrl ?? null) : null;
  },
  warningOf: ({ mailbox }) => (mailbox !== null && mailbox.authServer === null ? UNVOUCHED : null),
};

async function checkMailbox(
  settings: DeskMailbox,
  secrets: BackendSecrets,
  parts: KindParts,
): Promise<Check> {
  const parser = parts.openParser();
  const mailbox = openDeskMailbox(settings, signInOf(settings, secrets, parts), { ...parts, parser });
  try {
    return { name: 'mailbox', problem: await mailbox.problem() };
  } finally {
    await parser.close();
  }
}
