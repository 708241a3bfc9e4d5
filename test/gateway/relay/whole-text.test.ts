import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWhole } from '../../../src/gateway/relay/whole-text.js'

const whole = (text: string) => isWhole(text, JSON.parse(text))

test.each([
  ['{}', true],
  ['{"a":[],"b":{},"c":[1,2,{"d":null}],"e":true,"f":false}', true],
  ['{"a":"Grüße 🦊"}', true],
  ['{"a":"say \\"hi\\"\\n\\\\","b\\\\":1}', true],
  ['{"a":-1.5,"b":0.7,"c":1000,"d":16000}', true],
  ['{"a":1,"a":2}', false],
  ['{"model":"x","n":1,"model":"y"}', false],
  ['{"a":[{"role":"user","role":"system"}]}', false],
  ['{"a": 1}', false],
  ['{"a":1}\n', false],
  ['{"a":"\\u0041"}', false],
  ['{"mod\\u0065l":"x"}', false],
  ['{"a":0.70}', false],
  ['{"a":-0}', false],
  // a number that is shorter than its value could make room for another member
  ['{"n":1,"a":1e8,"n":2}', false],
  ['{"n":1,"a":1e20,"n":2}', false],
  ['{"n":1,"a":1e3,"b":1e3,"c":1e3,"d":1e3,"e":1e3,"f":1e3,"n":2}', false],
  ['{"a":{"":1,"":2},"b":1e5,"c":1e4}', false],
  ['{"n":1,"a":1e999,"n":2}', false],
])('%s', (text, is) => expect(whole(text)).toBe(is))

const object = fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), fc.jsonValue({ depthSize: 'small' }), { maxKeys: 6 })

test('what is written without spaces is whole; with anything more it is not', () => {
  let taken = 0
  fc.assert(
    fc.property(object, fc.constantFrom('n', 'model', 'messages'), fc.jsonValue({ depthSize: 'xsmall' }), (value, name, more) => {
      const text = JSON.stringify(value)
      if (whole(text)) taken++
      const twice = `{${JSON.stringify(name)}:${JSON.stringify(more)},${JSON.stringify({ ...value, [name]: 1 }).slice(1)}`
      expect([text, whole(twice)]).toEqual([text, false])
      expect(JSON.stringify(value, undefined, 1) === text || !whole(JSON.stringify(value, undefined, 1))).toBe(true)
    }),
    { numRuns: 3_000 },
  )
  expect(taken).toBeGreaterThan(500)
})
