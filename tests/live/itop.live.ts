// The contract suite against the iTop at ITOP_URL.
import { connectorContract, SHORT } from '../connectors/contract.ts';
import { readItop } from './environment.ts';
import { openItop } from './itop-harness.ts';

const environment = readItop();
if (environment.isConfigured) connectorContract('a real iTop', () => openItop(environment.values), SHORT);
