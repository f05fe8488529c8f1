// The contract suite against the mail servers at SMTP_URL and IMAP_URL.
import { connectorContract, SHORT } from '../connectors/contract.ts';
import { readMail } from './environment.ts';
import { openMail } from './mail-harness.ts';

const environment = readMail();
if (environment.isConfigured)
  connectorContract('a desk fed by real mail', () => openMail(environment.values), SHORT);
