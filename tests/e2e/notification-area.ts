// The D-Bus services of a desktop that the agent uses: the notification area (StatusNotifierItem) and toasts.
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';

export interface Toast {
  id: number;
  summary: string;
  body: string;
}

interface MenuEntry {
  id: number;
  label: string;
  enabled: boolean;
}

/** An entry of the layout that com.canonical.dbusmenu returns: id, properties, children. */
type MenuNode = [number, [string, [unknown, [unknown]]][], [unknown, [MenuNode]][]];

interface Message {
  destination?: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
  sender?: string;
}

interface ExportedInterface {
  name: string;
  methods: Record<string, [string, string]>;
  signals: Record<string, never>;
  properties: Record<string, string>;
}

/** The used part of @homebridge/dbus-native, whose own types omit most of it. */
interface MessageBus {
  connection: { end(): void };
  invoke(message: Message, answered: (problem: unknown, ...values: unknown[]) => void): void;
  exportInterface(implementation: object, path: string, description: ExportedInterface): void;
  sendSignal(path: string, iface: string, name: string, signature: string, values: unknown[]): void;
}
const dbus: { sessionBus(options: { busAddress: string }): MessageBus } = createRequire(import.meta.url)(
  '@homebridge/dbus-native',
);

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const TOASTS = 'org.freedesktop.Notifications';
const MENU = 'com.canonical.dbusmenu';
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
/** Timeout for an icon with the expected menu entry, in milliseconds. */
const MENU_MS = 15_000;
/** the reply to RequestName when this connection owns the name */
const PRIMARY_OWNER = 1;

function call<T>(bus: MessageBus, message: Message): Promise<T> {
  return new Promise((resolve, reject) => {
    bus.invoke(message, (problem: unknown, ...answer: unknown[]) =>
      problem ? reject(new Error(JSON.stringify(problem))) : resolve(answer[0] as T),
    );
  });
}

/** Joins the session bus at `address` as its notification area. One per bus: tests use the fixture `area` of desktop.ts. */
export async function notificationArea(address: string) {
  const bus = dbus.sessionBus({ busAddress: address });
  let item: { service: string; path: string } | null = null;
  const toasts: Toast[] = [];
  const iconListeners: (() => void)[] = [];

  bus.exportInterface(
    {
      RegisterStatusNotifierItem(nameOrPath: string, message: Message) {
        item = nameOrPath.startsWith('/')
          ? { service: message.sender ?? '', path: nameOrPath }
          : { service: nameOrPath, path: '/StatusNotifierItem' };
        for (const resolve of iconListeners.splice(0)) resolve();
      },
      IsStatusNotifierHostRegistered: true,
      ProtocolVersion: 0,
      RegisteredStatusNotifierItems: [],
    },
    '/StatusNotifierWatcher',
    {
      name: WATCHER,
      methods: { RegisterStatusNotifierItem: ['s', ''] },
      signals: {},
      properties: {
        IsStatusNotifierHostRegistered: 'b',
        ProtocolVersion: 'i',
        RegisteredStatusNotifierItems: 'as',
      },
    },
  );
  bus.exportInterface(
    {
      GetServerInformation: () => ['notification-area', 'guichet-tests', '1', '1.2'],
      GetCapabilities: () => ['body', 'actions'],
      Notify(_app: string, _replaces: number, _icon: string, summary: string, body: string) {
        toasts.push({ id: toasts.length + 1, summary, body });
        return toasts.length;
      },
      CloseNotification() {},
    },
    '/org/freedesktop/Notifications',
    {
      name: TOASTS,
      methods: {
        GetServerInformation: ['', 'ssss'],
        GetCapabilities: ['', 'as'],
        Notify: ['susssasa{sv}i', 'u'],
        CloseNotification: ['u', ''],
      },
      signals: {},
      properties: {},
    },
  );
  for (const name of [WATCHER, TOASTS]) {
    const answer = await call<number>(bus, {
      ...BUS,
      member: 'RequestName',
      signature: 'su',
      body: [name, 4],
    });
    if (answer !== PRIMARY_OWNER) throw new Error(`another program is ${name} on this bus`);
  }

  function trayItem() {
    if (!item) throw new Error('no icon in the notification area');
    return item;
  }

  async function property(name: string): Promise<unknown> {
    const { service, path } = trayItem();
    const variant = await call<[unknown, unknown[]]>(bus, {
      destination: service,
      path,
      interface: PROPERTIES,
      member: 'Get',
      signature: 'ss',
      body: [ITEM, name],
    });
    return variant[1][0];
  }

  /** After an agent was killed, its name stays until another takes its place. */
  function nullIfGone(problem: Error): null {
    if (!problem.message.includes('ServiceUnknown')) throw problem;
    return null;
  }

  async function menu(): Promise<MenuEntry[]> {
    const path = String(await property('Menu'));
    const layout = await new Promise<MenuNode>((resolve, reject) => {
      bus.invoke(
        {
          destination: trayItem().service,
          path,
          interface: MENU,
          member: 'GetLayout',
          signature: 'iias',
          body: [0, -1, []],
        },
        (problem: unknown, _revision: unknown, root: unknown) =>
          problem ? reject(new Error(JSON.stringify(problem))) : resolve(root as MenuNode),
      );
    });
    return layout[2].map(([, [node]]) => {
      const properties = Object.fromEntries(node[1].map(([name, [, [value]]]) => [name, value]));
      return {
        id: node[0],
        label: String(properties.label ?? ''),
        enabled: properties.enabled !== false,
      };
    });
  }

  async function chooseOnce(label: string): Promise<void> {
    const entry = (await menu()).find((candidate) => candidate.label.replaceAll('_', '') === label);
    if (!entry) throw new Error(`no “${label}” in the tray's menu`);
    await call(bus, {
      destination: trayItem().service,
      path: String(await property('Menu')),
      interface: MENU,
      member: 'Event',
      signature: 'isvu',
      body: [entry.id, 'clicked', ['s', ''], 0],
    });
  }

  return {
    toasts: toasts as readonly Toast[],

    /** Resolves when the next icon appears in the notification area. */
    nextIcon: () => new Promise<void>((resolve) => void iconListeners.push(resolve)),

    /** Returns the tooltip of the icon, or '' while there is no icon. */
    async tooltip(): Promise<string> {
      const shown = item && (await property('ToolTip').catch(nullIfGone));
      if (!shown) return '';
      const [, , title, text] = shown as [string, unknown, string, string];
      return [title, text].filter(Boolean).join(' ');
    },

    menu,

    /** Clicks a menu entry. Reads the menu again when the agent replaces it meanwhile. */
    async choose(label: string): Promise<void> {
      await expect(() => chooseOnce(label)).toPass({ timeout: MENU_MS });
    },

    /** Sends the signal of a click on the toast. */
    clickToast(toast: Toast): void {
      bus.sendSignal('/org/freedesktop/Notifications', TOASTS, 'ActionInvoked', 'us', [toast.id, 'default']);
    },

    /** Releases the names first: the next area requests them as soon as this one is closed. */
    async close(): Promise<void> {
      for (const name of [WATCHER, TOASTS])
        await call(bus, { ...BUS, member: 'ReleaseName', signature: 's', body: [name] });
      bus.connection.end();
    },
  };
}

export type NotificationArea = Awaited<ReturnType<typeof notificationArea>>;
