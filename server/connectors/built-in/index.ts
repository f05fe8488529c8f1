// The built-in desk as a kind of backend. It sends no requests, and its connector is passed in, not created here.
import type { BuiltInSettings } from '../../../contract/built-in-settings.ts';
import type { ConnectorKind } from '../connector-kind.ts';

export const builtInKind: ConnectorKind<BuiltInSettings> = {
  create: (_settings, _secrets, { builtIn }) => builtIn,
  serversOf: () => [],
  receiverOf: () => null,
};
