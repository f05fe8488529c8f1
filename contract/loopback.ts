// Addresses that never leave the machine.

/** Whether a host name without its port is localhost or a loopback address; IPv6 may be in brackets. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)$/i.test(host);
}

/** Whether an address is http and leaves this machine: everybody on the way can read and change what is sent to it. */
export function isPlainHttp({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): boolean {
  return protocol === 'http:' && !isLoopbackHost(hostname);
}
