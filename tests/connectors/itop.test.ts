// The contract suite for the iTop connector.
import { openItop } from '../fakes/itop/harness.ts';
import { connectorContract } from './contract.ts';

connectorContract('iTop 3.2', () => openItop());
