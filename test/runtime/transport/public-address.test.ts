/** Addresses of the open Internet, and those that a stranger may not make a client ask. */
import { describe, expect, test } from 'vitest'
import { isPublicAddress, isPublicHost } from '../../../src/runtime/transport/public-address.js'

describe('an address is', () => {
  test.each([
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.1.1',
    '223.255.255.255',
    '2606:4700::1111',
    '[2a00:1450:4001::8a]',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ])('public: %s', (address) => expect(isPublicAddress(address)).toBe(true))

  test.each([
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '198.19.0.1',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...[
      '::',
      '::1',
      'fc00::1',
      'fd12::1',
      'fe80::1',
      'fe80::1%eth0',
      'ff02::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '2001:db8::1',
      '2001:0:1::1',
      '3fff::1',
    ],
    ...['', 'localhost', '1.2.3', '256.1.1.1', '1:2:3', '1::2::3', '::ffff:1.2.3', 'g::1'],
  ])('not public: %s', (address) => expect(isPublicAddress(address)).toBe(false))
})

describe('a host is', () => {
  test.each(['example.com', 'EXAMPLE.com.', '8.8.8.8', '[2606:4700::1111]'])('asked: %s', (host) => expect(isPublicHost(host)).toBe(true))
  test.each(['localhost', 'a.localhost', 'db', 'metadata.google.internal', 'printer.local', 'router.lan', '127.0.0.1', '[::1]', ''])(
    'not asked: %s',
    (host) => expect(isPublicHost(host)).toBe(false),
  )

  // What `new URL` makes of other ways to write an address.
  test.each(['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://[::ffff:127.0.0.1]/', 'http://127.1/'])(
    'not asked as %s',
    (url) => expect(isPublicHost(new URL(url).hostname)).toBe(false),
  )
})
