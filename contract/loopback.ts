// Addresses that never leave the machine.

/** Whether a host name without its port is localhost or a loopback address; IPv6 may be in brackets. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)$/i.test(host);
}
