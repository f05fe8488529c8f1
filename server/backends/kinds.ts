// The table of all kinds of backends.
import type { BackendKind, SettingsOf } from '../../contract/backends.ts';
import { ateraKind } from '../connectors/atera/index.ts';
import { builtInKind } from '../connectors/built-in/index.ts';
import type { ConnectorKind } from '../connectors/connector-kind.ts';
import { itopKind } from '../connectors/itop/index.ts';
import { mailKind } from '../connectors/mail/index.ts';

/** Does not compile while a kind of the contract is missing. docs/add-a-connector.md explains how to add one. */
export const CONNECTOR_KINDS: { readonly [K in BackendKind]: ConnectorKind<SettingsOf<K>> } = {
  'built-in': builtInKind,
  itop: itopKind,
  atera: ateraKind,
  mail: mailKind,
};
