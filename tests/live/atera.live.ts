// The contract suite against the Atera account of ATERA_KEY.
import { connectorContract, SHORT } from '../connectors/contract.ts';
import { openAtera } from './atera-harness.ts';
import { readAtera } from './environment.ts';

const environment = readAtera();
if (environment.isConfigured)
  connectorContract('a real Atera account', () => openAtera(environment.values), SHORT);
