// Looks up what the server knows of a kind of backend.
import type { BackendKind, SettingsOf } from '../../contract/backends.ts';
import type { ConnectorKind } from '../connectors/connector-kind.ts';
import { CONNECTOR_KINDS } from './kinds.ts';

/** Of the kind of some settings, it can be asked about them. */
export function connectorKind<K extends BackendKind>(kind: K): ConnectorKind<SettingsOf<K>> {
  return CONNECTOR_KINDS[kind];
}
