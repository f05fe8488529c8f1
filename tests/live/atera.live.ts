// The contract against the Atera account that ATERA_KEY opens.
import { connectorContract, SHORT } from '../connectors/contract.ts';
import { openAtera } from './atera-harness.ts';
import { readAtera } from './environment.ts';

const named = readAtera();
if (named.isNamed) connectorContract('a real Atera account', () => openAtera(named.values), SHORT);
