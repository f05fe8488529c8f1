// The root component: the providers, and the routes of all pages.
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { AccountPage } from './account/account-page.tsx';
import { AnnouncementsPage } from './announcements/announcements-page.tsx';
import { type Ask, AskContext } from './api.ts';
import { BackendsPage } from './backends/backends-page.tsx';
import { DevicesPage } from './devices/devices-page.tsx';
import { MailsPage } from './mails/mails-page.tsx';
import { type SendFile, SendFileContext } from './send-file.ts';
import { ApprovalPage } from './session/approval-page.tsx';
import { ForgottenPage } from './session/forgotten-page.tsx';
import { InvitationPage } from './session/invitation-page.tsx';
import { PasswordPage } from './session/password-page.tsx';
import type { BroughtBack } from './session/provider.ts';
import { ProviderPage } from './session/provider-page.tsx';
import { RecoveryPage } from './session/recovery-page.tsx';
import { RequireAdministrator } from './session/require-administrator.tsx';
import { RequireSession } from './session/require-session.tsx';
import { SetupPage } from './session/setup-page.tsx';
import { SignInPage } from './session/sign-in-page.tsx';
import { Shell } from './shell/shell.tsx';
import { StaffPage } from './staff/staff-page.tsx';
import { StatusPage } from './status/status-page.tsx';
import { TicketPage } from './tickets/ticket-page.tsx';
import { TicketsPage } from './tickets/tickets-page.tsx';
import { AppearanceProvider } from './ui/appearance.tsx';
import { NowProvider } from './ui/instant.tsx';
import { createQueryClient } from './ui/query-client.ts';
import { createTexts } from './ui/texts.ts';
import { UpdatesPage } from './updates/updates-page.tsx';

interface AppProps {
  ask: Ask;
  sendFile: SendFile;
  /** of the one-time link that the console was opened with */
  linkToken: string | null;
  /** what the identity provider answered, where the console was opened with it */
  providerAnswer: BroughtBack | null;
}

export function App({ ask, sendFile, linkToken, providerAnswer }: AppProps) {
  const [client] = useState(createQueryClient);
  const [texts] = useState(createTexts);
  return (
    <StrictMode>
      <I18nextProvider i18n={texts}>
        <AskContext value={ask}>
          <SendFileContext value={sendFile}>
            <QueryClientProvider client={client}>
              <NowProvider>
                <AppearanceProvider>
                  <Routes>
                    <Route path="/setup" element={<SetupPage token={linkToken} />} />
                    <Route path="/invitation" element={<InvitationPage token={linkToken} />} />
                    <Route path="/recovery" element={<RecoveryPage token={linkToken} />} />
                    <Route path="/forgotten" element={<ForgottenPage />} />
                    <Route path="/password" element={<PasswordPage token={linkToken} />} />
                    <Route path="/approval" element={<ApprovalPage token={linkToken} />} />
                    <Route path="/signin" element={<SignInPage />} />
                    <Route path="/signin/provider" element={<ProviderPage brought={providerAnswer} />} />
                    <Route element={<RequireSession />}>
                      <Route element={<Shell />}>
                        <Route path="/devices" element={<DevicesPage />} />
                        <Route path="/tickets" element={<TicketsPage />} />
                        <Route path="/tickets/:id" element={<TicketPage />} />
                        <Route path="/announcements" element={<AnnouncementsPage />} />
                        <Route path="/account" element={<AccountPage />} />
                        <Route element={<RequireAdministrator />}>
                          <Route path="/staff" element={<StaffPage />} />
                        </Route>
                        <Route element={<RequireAdministrator ofAll />}>
                          <Route path="/backends" element={<BackendsPage />} />
                          <Route path="/updates" element={<UpdatesPage />} />
                          <Route path="/mails" element={<MailsPage />} />
                          <Route path="/status" element={<StatusPage />} />
                        </Route>
                        <Route path="*" element={<Navigate to="/devices" replace />} />
                      </Route>
                    </Route>
                  </Routes>
                </AppearanceProvider>
              </NowProvider>
            </QueryClientProvider>
          </SendFileContext>
        </AskContext>
      </I18nextProvider>
    </StrictMode>
  );
}
