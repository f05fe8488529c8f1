// The contract suite for the Atera connector.
import { openAteraHarness } from '../fakes/atera/harness.ts';
import { connectorContract } from './contract.ts';

connectorContract('Atera', openAteraHarness);
