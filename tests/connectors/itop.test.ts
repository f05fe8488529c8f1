// iTop passes the contract of connectors.
import { openItop } from '../fakes/itop/harness.ts';
import { connectorContract } from './contract.ts';

connectorContract('iTop 3.2', () => openItop());
