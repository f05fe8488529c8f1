import { expect, test } from 'vitest';
import { mayBeAsked } from '../../../../server/oidc/provider-address.ts';

test.each([
  'https://id.contoso.example/v2.0',
  'http://127.0.0.1:8080',
  'http://localhost:8080',
  'http://[::1]:8080',
])('a provider may be at %s', (address) => expect(mayBeAsked(address)).toBe(true));

test.each([
  'http://id.contoso.example',
  'https://169.254.169.254/latest',
  'https://2852039166/latest',
  'https://[fe80::1]/',
  'https://[fd00:ec2::254]/',
  'https://100.100.100.200/',
  'https://user:password@id.contoso.example',
  'file:///etc/passwd',
  'nonsense',
])('the server never asks %s', (address) => expect(mayBeAsked(address)).toBe(false));
