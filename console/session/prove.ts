// The mutations by which somebody who is signed in proves again who they are.
import { useMutation } from '@tanstack/react-query';
import type { Reauthentication } from '../../contract/account.ts';
import { orThrow, useAsk } from '../api.ts';
import { signWithPasskey } from './passkeys.ts';

export function useProveByPassword() {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (body: Reauthentication) => orThrow(await ask('proveByPassword', { body })),
  });
}

export function useProveByPasskey() {
  const ask = useAsk();
  return useMutation({
    mutationFn: async () => {
      const body = await signWithPasskey(orThrow(await ask('beginPasskeySignIn')));
      return orThrow(await ask('proveByPasskey', { body }));
    },
  });
}
