// Looks up a kind of backend.
import type { BackendKind, SettingsOf } from '../../contract/backends.ts';
import type { ConnectorKind } from '../connectors/connector-kind.ts';
import { CONNECTOR_KINDS } from './kinds.ts';

/** The type of the result accepts settings of this kind. */
export function connectorKind<K extends BackendKind>(kind: K): ConnectorKind<SettingsOf<K>> {
  return CONNECTOR_KINDS[kind];
}
