// Every kind of backend, one line each, as the server knows it.
import type { BackendKind, SettingsOf } from '../../contract/backends.ts';
import { ateraKind } from '../connectors/atera/index.ts';
import { builtInKind } from '../connectors/built-in/index.ts';
import type { ConnectorKind } from '../connectors/connector-kind.ts';
import { itopKind } from '../connectors/itop/index.ts';
import { mailKind } from '../connectors/mail/index.ts';

/** A kind of the contract that is missing does not compile; docs/add-a-connector.md says what a new one needs. */
export const CONNECTOR_KINDS: { readonly [K in BackendKind]: ConnectorKind<SettingsOf<K>> } = {
  'built-in': builtInKind,
  itop: itopKind,
  atera: ateraKind,
  mail: mailKind,
};
