// Whether a password may be sent to a mail server without TLS.
import { isLoopbackHost } from '../../contract/loopback.ts';
import type { MailServer } from '../../contract/mail-server.ts';

/** Whether to insist on STARTTLS. A loopback address never leaves the machine. */
export function needsTls({
  host,
  secure,
  allowPlain,
}: Pick<MailServer, 'host' | 'secure' | 'allowPlain'>): boolean {
  return !secure && !allowPlain && !isLoopbackHost(host);
}
