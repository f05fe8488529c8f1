// The connector to Atera keeps the contract of all connectors.
import { openAteraHarness } from '../fakes/atera/harness.ts';
import { connectorContract } from './contract.ts';

connectorContract('Atera', openAteraHarness);
