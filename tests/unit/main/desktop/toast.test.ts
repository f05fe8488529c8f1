// Toasts on Windows and elsewhere: their XML, clicks and replies, each handled once.
import { describe, expect, it } from 'vitest';
import { createToasts } from '../../../../main/desktop/toast.ts';
import { readToastArguments, type ToastTarget, toastXml } from '../../../../main/desktop/toast-xml.ts';
import { fakeNotifications, type ShownToast } from '../../../fakes/notifications.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

const TICKET = { ticketId: '01890a5d-ac96-774b-bcce-b302099a8057' };
const TOAST = '4a3f8d2e-6f0b-4a8b-9a43-0f2f6f0c1d11';
const REPLY = { placeholder: 'Your reply', button: 'Reply' };
const NEWS = { title: 'A technician replied to R-000001', body: 'Is it plugged in?', reply: REPLY };

function toasts(platform: NodeJS.Platform = 'win32', supported = true) {
  const { notifications, shown, activate, isHandled } = fakeNotifications({ supported });
  const happened: unknown[] = [];
  const log = recordingLog();
  const { show } = createToasts({
    notifications,
    platform,
    log,
    onClick: (target) => void happened.push(target),
    onReply: (ticketId, text) => void happened.push([ticketId, text]),
  });
  function shownArguments(of: 'launch' | 'arguments', toast: ShownToast | undefined = shown.at(-1)): string {
    const [, written = ''] = new RegExp(` ${of}="([^"]*)"`).exec(toast?.options.toastXml ?? '') ?? [];
    return written.replaceAll('&#38;', '&');
  }
  return { show, shown, activate, isHandled, happened, shownArguments, log };
}

describe('the toast of a reply on Windows', () => {
  it('has a box and a button in the user’s language, and nothing that overrides do-not-disturb', () => {
    const id = `type=reply&#38;tag=${TOAST}&#38;ticketId=${TICKET.ticketId}`;
    expect(toastXml(NEWS, TOAST, TICKET)).toBe(
      `<toast launch="type=click&#38;tag=${TOAST}&#38;ticketId=${TICKET.ticketId}">` +
        '<visual><binding template="ToastGeneric"><text>A technician replied to R-000001</text>' +
        '<text>Is it plugged in?</text></binding></visual>' +
        '<actions><input id="reply" type="text" placeHolderContent="Your reply"/>' +
        `<action activationType="foreground" hint-inputId="reply" content="Reply" arguments="${id}"/></actions></toast>`,
    );
  });

  it('has no box when it cannot be replied to', () => {
    expect(toastXml({ ...NEWS, reply: null }, TOAST, TICKET)).not.toContain('<actions>');
  });

  it('escapes every text', () => {
    const body = `</text><action x="1" y='2'> & ]]>\u0000\u0008\ufffe\ud800 🙂\n\té`;
    const xml = toastXml({ ...NEWS, body }, TOAST, TICKET);
    expect(xml).toContain(
      '<text>&#60;/text&#62;&#60;action x=&#34;1&#34; y=&#39;2&#39;&#62; &#38; ]]&#62;\ufffd 🙂&#10;&#9;é</text>',
    );
    const button = { placeholder: 'a"b', button: '<c>' };
    expect(toastXml({ ...NEWS, reply: button }, TOAST, TICKET)).toContain(
      'placeHolderContent="a&#34;b"/><action activationType="foreground" hint-inputId="reply" content="&#60;c&#62;"',
    );
  });
});

describe('the arguments that Windows passes back', () => {
  it.each<ToastTarget>([TICKET, { draftId: TOAST }, { announcementId: TOAST }])(
    'is read again: %j',
    (target) => {
      const [, launch = ''] = /launch="([^"]*)"/.exec(toastXml(NEWS, TOAST, target)) ?? [];
      expect(readToastArguments(launch.replaceAll('&#38;', '&'))).toEqual({ tag: TOAST, target });
    },
  );

  it.each([
    ['empty', ''],
    ['those of another program', 'action=delete'],
    ['without a toast', `type=reply&ticketId=${TICKET.ticketId}`],
    ['without a valid ticket', `type=reply&tag=${TOAST}&ticketId=../..`],
    ['for two targets', `type=click&tag=${TOAST}&ticketId=${TICKET.ticketId}&draftId=${TOAST}`],
  ])('are ignored when they are %s', (_, text) => {
    expect(readToastArguments(text)).toBeNull();
    const { activate, happened } = toasts();
    activate({ type: 'reply', arguments: text, reply: 'Yes' });
    expect(happened).toEqual([]);
  });
});

describe('a toast', () => {
  it('sends a reply once, although Windows reports it by the toast and by COM, and does not count as clicked', () => {
    const { show, shown, activate, happened, shownArguments } = toasts();
    show(NEWS, TICKET);
    const answered = { type: 'reply', arguments: shownArguments('arguments'), reply: 'It is' };
    activate(answered);
    activate(answered);
    shown[0]?.emit('reply', { reply: 'It is' }, 'It is');
    shown[0]?.emit('click');
    expect(happened).toEqual([[TICKET.ticketId, 'It is']]);
  });

  it('with an empty reply shows the ticket', () => {
    const { show, activate, happened, shownArguments } = toasts();
    show(NEWS, TICKET);
    activate({ type: 'reply', arguments: shownArguments('arguments'), reply: ' \n' });
    expect(happened).toEqual([TICKET]);
  });

  it('that is clicked opens its target once', () => {
    const { show, shown, activate, happened, shownArguments } = toasts();
    show(NEWS, TICKET);
    shown[0]?.emit('click');
    activate({ type: 'click', arguments: shownArguments('launch') });
    expect(happened).toEqual([TICKET]);
  });

  it('of an earlier run can still be replied to in the notification centre', () => {
    const before = toasts();
    before.show(NEWS, TICKET);
    const { activate, happened } = toasts();
    activate({ type: 'reply', arguments: before.shownArguments('arguments'), reply: 'It is' });
    expect(happened).toEqual([[TICKET.ticketId, 'It is']]);
  });

  it('outside Windows is plain, and can be clicked', () => {
    const { show, shown, happened, isHandled } = toasts('linux');
    show(NEWS, TICKET);
    expect(isHandled()).toBe(false);
    expect(shown[0]?.options).toMatchObject({ title: NEWS.title, body: NEWS.body });
    expect(shown[0]?.options).not.toHaveProperty('toastXml');
    shown[0]?.emit('close');
    shown[0]?.emit('click');
    expect(happened).toEqual([TICKET]);
  });

  it('that the system does not show is logged, without its text', () => {
    const { show, shown, log } = toasts();
    show(NEWS, TICKET);
    shown[0]?.emit('failed', {}, 'Settings prevent the notification from being delivered.');
    expect(log.lines).toHaveLength(1);
    expect(JSON.stringify(log.lines)).not.toContain(NEWS.body);
  });

  it('is not shown when the system has no notifications', () => {
    const { show, shown } = toasts('linux', false);
    show(NEWS, TICKET);
    expect(shown).toEqual([]);
  });
});
