// A device with passkeys for tests of console pages, whose person says yes until they are told to say no.
import { vi } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text).buffer;

const common = { rawId: bytes('id'), type: 'public-key', getClientExtensionResults: () => ({}) };
const clientDataJSON = bytes('client data');

/** Puts the device into the browser of the test. */
export function plugInDevice() {
  const device = {
    /** false: the person closes the question of the browser */
    saysYes: true,
    /** the account has a passkey of this device */
    isKnown: false,
    asked: [] as string[],
  };
  function answer<T>(what: string, credential: T): T {
    device.asked.push(what);
    if (!device.saysYes) throw new DOMException('The request was closed.', 'NotAllowedError');
    if (device.isKnown) throw new DOMException('It has one.', 'InvalidStateError');
    return credential;
  }
  vi.stubGlobal('PublicKeyCredential', () => {});
  vi.stubGlobal('navigator', {
    ...{ language: 'en', languages: ['en'], userAgent: navigator.userAgent },
    credentials: {
      create: async () =>
        answer('create', {
          ...common,
          id: 'made',
          response: { clientDataJSON, attestationObject: bytes('attestation'), getTransports: () => [] },
        }),
      get: async () =>
        answer('get', {
          ...common,
          id: 'known',
          response: {
            clientDataJSON,
            authenticatorData: bytes('data'),
            signature: bytes('signature'),
            userHandle: bytes('owner'),
          },
        }),
    },
  });
  return device;
}
