// The contract against the mail servers that SMTP_URL and IMAP_URL name.
import { connectorContract, SHORT } from '../connectors/contract.ts';
import { readMail } from './environment.ts';
import { openMail } from './mail-harness.ts';

const named = readMail();
if (named.isNamed) connectorContract('a desk fed by real mail', () => openMail(named.values), SHORT);
