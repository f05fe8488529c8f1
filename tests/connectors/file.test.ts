// The contract suite for the example connector of docs/add-a-connector.md.
import { openFileHarness } from '../fakes/file-desk/harness.ts';
import { connectorContract } from './contract.ts';

connectorContract('a desk that reads a folder', openFileHarness);
