import { expect, test } from 'vitest'
import { defaultHost, isLoopback, refusalOf } from '../../src/gateway/listen-rules.js'

test.each([
  [undefined, '127.0.0.1'],
  ['sk-1234', '127.0.0.1'],
  ['sk-own', '0.0.0.0'],
])('with the master key %j it listens on %s', (masterKey, want) => expect(defaultHost({ masterKey })).toBe(want))

test.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.0.0.1.example.com', false],
])('%s reaches only this machine: %s', (host, want) => expect(isLoopback(host)).toBe(want))

const rows = [
  { name: 'the sample key in public', masterKey: 'sk-1234', host: '0.0.0.0', allowSampleKey: false, before: undefined, want: /sk-1234/ },
  { name: 'the same on purpose', masterKey: 'sk-1234', host: '0.0.0.0', allowSampleKey: true, before: undefined, want: undefined },
  { name: 'the same at home', masterKey: 'sk-1234', host: '127.0.0.1', allowSampleKey: false, before: undefined, want: undefined },
  { name: 'before it listens', masterKey: 'sk-1234', host: undefined, allowSampleKey: false, before: undefined, want: undefined },
  {
    name: 'no key in public, as asked for',
    masterKey: undefined,
    host: '0.0.0.0',
    allowSampleKey: false,
    before: undefined,
    want: undefined,
  },
  {
    name: 'a key that is gone in public',
    masterKey: undefined,
    host: '0.0.0.0',
    allowSampleKey: false,
    before: 'sk-own',
    want: /no master key any more/,
  },
  { name: 'a key that is gone at home', masterKey: undefined, host: '::1', allowSampleKey: false, before: 'sk-own', want: undefined },
]
test.each(rows)('$name', ({ masterKey, host, allowSampleKey, before, want }) => {
  const refusal = refusalOf({ masterKey }, { host, allowSampleKey }, { masterKey: before })
  if (want === undefined) expect(refusal).toBeUndefined()
  else expect(refusal).toMatch(want)
})
