/** Codes of Node and undici, by what they mean where in an exchange. */
import { expect, test } from 'vitest'
import { TransportFault } from '../../../src/protocol/http.js'
import { toTransportFault } from '../../../src/runtime/transport/transport-faults.js'

const coded = (code: string) => Object.assign(new Error(code), { code })

test.each([
  [coded('ECONNREFUSED'), 'connecting', 'refused'],
  [new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]), 'connecting', 'refused'],
  [coded('ENOTFOUND'), 'connecting', 'dns'],
  [coded('EAI_AGAIN'), 'connecting', 'dns'],
  [coded('UND_ERR_CONNECT_TIMEOUT'), 'connecting', 'connect-timeout'],
  [coded('UND_ERR_HEADERS_TIMEOUT'), 'waiting', 'first-byte-timeout'],
  [coded('UND_ERR_BODY_TIMEOUT'), 'reading', 'idle-timeout'],
  [coded('UND_ERR_SOCKET'), 'waiting', 'reset'],
  [coded('UND_ERR_SOCKET'), 'reading', 'truncated'],
  [coded('ECONNRESET'), 'reading', 'truncated'],
  [coded('HPE_INVALID_EOF_STATE'), 'reading', 'truncated'],
  [coded('HPE_INVALID_CONSTANT'), 'waiting', 'other'],
  [coded('UND_ERR_RES_CONTENT_LENGTH_MISMATCH'), 'reading', 'truncated'],
  [coded('CERT_HAS_EXPIRED'), 'connecting', 'tls'],
  [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'connecting', 'tls'],
  [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'connecting', 'tls'],
  [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'connecting', 'tls'],
  [coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'connecting', 'tls'],
  [new Error('odd'), 'waiting', 'other'],
  ['text', 'waiting', 'other'],
] as const)('%s while %s is "%s"', (error, phase, reason) => {
  expect(toTransportFault(error, 'http://host', phase)).toMatchObject({ name: 'TransportFault', reason })
})

test('the message says where and why, and the code', () => {
  const fault = toTransportFault(coded('ECONNREFUSED'), 'http://localhost:1', 'connecting')
  expect(fault.message).toBe(
    'http://localhost:1: the connection was refused; nothing listens there, or a firewall is in between (ECONNREFUSED)',
  )
})

test('a fault of ours passes as it is', () => {
  const fault = new TransportFault('dns', 'x')
  expect(toTransportFault(fault, 'y', 'reading')).toBe(fault)
})
