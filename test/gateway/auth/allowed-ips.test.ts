import { expect, test } from 'vitest'
import { addressOf, isAllowedIp } from '../../../src/gateway/auth/allowed-ips.js'

test.each<readonly [readonly string[], string | undefined, boolean]>([
  [['10.0.0.1'], '10.0.0.1', true],
  [['10.0.0.1'], '10.0.0.2', false],
  [['10.0.0.1'], '::ffff:10.0.0.1', true],
  [['::ffff:10.0.0.1'], '10.0.0.1', true],
  [['10.0.0.0/8'], '10.200.3.4', true],
  [['10.0.0.0/8'], '11.0.0.0', false],
  [['10.0.0.0/8'], '::ffff:10.1.1.1', true],
  [['0.0.0.0/0'], '8.8.8.8', true],
  [['0.0.0.0/0'], '2001:db8::1', false],
  [['10.0.0.4/32'], '10.0.0.5', false],
  [['2001:db8::/32'], '2001:db8:5::9', true],
  [['2001:db8::/32'], '2001:db9::', false],
  [['2001:DB8:0:0:0:0:0:1'], '2001:db8::1', true],
  [['fe80::1'], 'fe80::1%eth0', true],
  [['[::1]'], '::1', true],
  [['::/0'], '1.2.3.4', true],
  [['1.2.3.4', ' 5.6.7.8 '], '5.6.7.8', true],
  [[], '127.0.0.1', false],
  [['localhost', '10.0.0', '10.0.0.256', '10.0.0.1/33', '10.0.0.1/x', '1::2::3', ':::', '12345::', '10.0.0.1/8/8', ''], '10.0.0.1', false],
  [['0.0.0.0/0', '::/0'], undefined, false],
  [['0.0.0.0/0', '::/0'], 'unknown', false],
  [['0.0.0.0/0'], '1.2.3.4, 5.6.7.8', false],
])('%j has %s: %s', (list, address, want) => expect(isAllowedIp(list, address)).toBe(want))

test.each<{ name: string; header: string | readonly string[] | undefined; forwarded: boolean; want: string | undefined }>([
  { name: 'the socket', header: undefined, forwarded: false, want: '9.9.9.9' },
  { name: 'the socket, whatever a client says', header: '10.0.0.1', forwarded: false, want: '9.9.9.9' },
  { name: 'what the proxy says', header: '10.0.0.1', forwarded: true, want: '10.0.0.1' },
  { name: 'what the proxy says, not what the client said before', header: '10.0.0.1, 8.8.8.8', forwarded: true, want: '8.8.8.8' },
  { name: 'several headers', header: ['10.0.0.1', '8.8.8.8'], forwarded: true, want: '8.8.8.8' },
  { name: 'a proxy that says nothing', header: undefined, forwarded: true, want: '9.9.9.9' },
  { name: 'a proxy that says nothing, at length', header: ' , ', forwarded: true, want: '9.9.9.9' },
])('$name', ({ header, forwarded, want }) => expect(addressOf('9.9.9.9', header, forwarded)).toBe(want))
