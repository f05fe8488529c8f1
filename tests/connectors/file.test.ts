// The connector that docs/add-a-connector.md makes keeps the contract of all connectors, as far as it declares it.
import { openFileHarness } from '../fakes/file-desk/harness.ts';
import { connectorContract } from './contract.ts';

connectorContract('a desk that reads a folder', openFileHarness);
