// What a script would try that got into a page. It runs in the page, so it uses nothing from outside itself.

interface Outcome {
  /** names of Node and Electron that the page can see */
  globals: string[];
  /** the names in `window.guichet` */
  bridge: string[];
  /** code that ran though it is not in a file of the page */
  ran: string[];
  /** ways in which something was fetched from another server */
  connected: string[];
  permitted: string[];
  /** addresses that got a window */
  opened: string[];
}

/** Tries everything, and returns what succeeded. `trap` is the address of a server that answers any page. */
export async function attackFromPage(trap: string): Promise<Outcome> {
  const outcome: Outcome = { globals: [], bridge: [], ran: [], connected: [], permitted: [], opened: [] };
  // the debugger that started this call may evaluate text until its first turn ends
  await new Promise((nextTurn) => setTimeout(nextTurn));
  const place = window as unknown as Record<string, unknown>;
  /** Chromium leaves some of what it refuses without an answer. */
  const patience = () => new Promise<false>((settled) => setTimeout(() => settled(false), 500));
  const isReached = (act: () => unknown) =>
    Promise.race([Promise.resolve().then(act), patience()]).then(
      (value) => value !== false && value !== null,
      () => false,
    );
  const note = async (list: string[], attacks: Record<string, () => unknown>) => {
    for (const [name, act] of Object.entries(attacks)) if (await isReached(act)) list.push(name);
  };
  const loads = (element: HTMLElement) =>
    new Promise<boolean>((settled) => {
      element.onload = () => settled(true);
      element.onerror = () => settled(false);
      document.addEventListener('securitypolicyviolation', () => settled(false), { once: true });
      document.body.append(element);
    }).finally(() => element.remove());
  const make = (name: string, properties: object) =>
    loads(Object.assign(document.createElement(name), properties));

  /** A frame that is refused loads an error page, which belongs to nobody. */
  const frames = (src: string) =>
    new Promise<boolean>((settled) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      frame.onload = () => {
        settled(frame.contentDocument !== null);
        frame.remove();
      };
      document.body.append(frame);
    });

  for (const name of ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'])
    if (place[name] !== undefined) outcome.globals.push(name);
  outcome.bridge = Object.keys(window.guichet).sort();

  await note(outcome.ran, {
    eval: () => place.eval instanceof Function && place.eval('true'),
    function: () => new Function('return true')(),
    inline: () => {
      const script = Object.assign(document.createElement('script'), {
        textContent: 'window.ranInline = true',
      });
      document.body.append(script);
      script.remove();
      return place.ranInline === true;
    },
    attribute: () => {
      const element = document.createElement('div');
      element.setAttribute('onclick', 'window.ranAttribute = true');
      element.click();
      return place.ranAttribute === true;
    },
    worker: () => {
      const blob = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }));
      return new Promise<boolean>((settled) => {
        const worker = new Worker(blob);
        worker.onmessage = () => settled(true);
        worker.onerror = () => settled(false);
      });
    },
  });

  await note(outcome.connected, {
    fetch: () => fetch(`${trap}/fetch`, { mode: 'no-cors' }),
    ownFetch: () => fetch('/index.html'),
    beacon: () => navigator.sendBeacon(`${trap}/beacon`) && fetch(`${trap}/after-beacon`),
    socket: () =>
      new Promise((settled) => {
        const socket = new WebSocket(trap.replace('http', 'ws'));
        socket.onopen = () => settled(true);
        socket.onerror = () => settled(false);
      }),
    events: () =>
      new Promise((settled) => {
        const events = new EventSource(`${trap}/events`);
        events.onopen = () => settled(true);
        events.onerror = () => {
          events.close();
          settled(false);
        };
      }),
    image: () => make('img', { src: `${trap}/image` }),
    script: () => make('script', { src: `${trap}/script` }),
    style: () => make('link', { rel: 'stylesheet', href: `${trap}/style` }),
    video: () => make('video', { src: `${trap}/video` }),
    frame: () => frames(`${trap}/frame`),
    ownFrame: () => frames('/index.html#/settings'),
    object: () => make('object', { data: `${trap}/object` }),
  });

  await note(outcome.permitted, {
    notifications: async () => (await Notification.requestPermission()) === 'granted',
    place: () => new Promise((settled, failed) => navigator.geolocation.getCurrentPosition(settled, failed)),
    camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
    microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
    screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
    clipboard: () => navigator.clipboard.readText(),
    pointer: async () => {
      await document.body.requestPointerLock();
      return document.pointerLockElement !== null;
    },
    fullScreen: () => document.documentElement.requestFullscreen(),
    midi: () => navigator.requestMIDIAccess({ sysex: true }),
  });

  const addresses = [
    `${trap}/opened`,
    'https://example.org/',
    'file:///etc/passwd',
    'mailto:somebody@example.org',
    'ms-settings:privacy',
    'guichet://elsewhere/',
    'guichet://app/index.html#/settings',
    'chrome://gpu',
    'javascript:window.ranLink=true',
    'data:text/html,reached',
    'about:blank',
  ];
  for (const address of addresses) {
    if (window.open(address) !== null) outcome.opened.push(address);
    if (address !== 'guichet://app/index.html#/settings' && address !== 'about:blank') {
      const link = Object.assign(document.createElement('a'), { href: address, target: '_self' });
      document.body.append(link);
      link.click();
      link.remove();
    }
  }
  const form = Object.assign(document.createElement('form'), { action: `${trap}/form`, method: 'post' });
  document.body.append(form);
  form.submit();
  form.remove();
  if (place.ranLink === true) outcome.ran.push('link');

  const blob = URL.createObjectURL(new Blob(['a file']));
  for (const href of [blob, '/index.html']) {
    const download = Object.assign(document.createElement('a'), { href, download: 'a file.txt' });
    document.body.append(download);
    download.click();
    download.remove();
  }
  // by now each of them has begun, or never will
  await new Promise((settled) => setTimeout(settled, 500));
  return outcome;
}
