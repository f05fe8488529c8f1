// Queries and mutations of the texts and languages of mails about tickets.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MailDraft, MailLanguage, MailTextPlace } from '../../contract/mails.ts';
import { orThrow, useAsk } from '../api.ts';

const TEXTS_KEY = ['mail-texts'] as const;
const LANGUAGES_KEY = ['mail-languages'] as const;

export function useMailTexts() {
  const ask = useAsk();
  return useQuery({ queryKey: TEXTS_KEY, queryFn: async () => orThrow(await ask('listMailTexts')) });
}

function useInvalidateTexts() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: TEXTS_KEY });
}

export function useSaveMailText() {
  const ask = useAsk();
  const onSettled = useInvalidateTexts();
  return useMutation({
    mutationFn: async ({ event, language, ...body }: MailDraft) =>
      orThrow(await ask('saveMailText', { params: { event, language }, body })),
    onSettled,
  });
}

export function useRestoreMailText() {
  const ask = useAsk();
  const onSettled = useInvalidateTexts();
  return useMutation({
    mutationFn: async (params: MailTextPlace) => orThrow(await ask('restoreMailText', { params })),
    onSettled,
  });
}

export function usePreviewMail() {
  const ask = useAsk();
  return useMutation({ mutationFn: async (body: MailDraft) => orThrow(await ask('previewMail', { body })) });
}

export function useSendSampleMail() {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (body: MailDraft) => orThrow(await ask('sendSampleMail', { body })),
  });
}

export function useMailLanguages() {
  const ask = useAsk();
  return useQuery({ queryKey: LANGUAGES_KEY, queryFn: async () => orThrow(await ask('listMailLanguages')) });
}

export function useSaveMailLanguage() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ organisationId: id, language }: Pick<MailLanguage, 'organisationId' | 'language'>) =>
      orThrow(await ask('saveMailLanguage', { params: { id }, body: { language } })),
    onSettled: () => client.invalidateQueries({ queryKey: LANGUAGES_KEY }),
  });
}
