// The desk of this server as a kind of backend: it is given, not made, and nothing is sent to it.
import type { BuiltInSettings } from '../../../contract/built-in-settings.ts';
import type { ConnectorKind } from '../connector-kind.ts';

export const builtInKind: ConnectorKind<BuiltInSettings> = {
  create: (_settings, _secrets, { builtIn }) => builtIn,
  hostOf: () => null,
  receiverOf: () => null,
};
