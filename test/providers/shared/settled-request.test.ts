/** What every native adapter does to a request first. */
import { expect, test } from 'vitest'
import { nativeMembers, settledCall } from '../../../src/providers/shared/settled-request.js'
import { chatCall, testTarget } from '../../support/codec.js'

test('nulls and unwanted members go, also nested ones; the caller’s objects stay', () => {
  const tools = [{ type: 'function' as const, function: { name: 'a', strict: true } }]
  const call = chatCall({ seed: null, temperature: 1, top_p: 0.5, tools })
  const target = testTarget({ deployment: { additionalDropParams: ['temperature', 'tools[*].function.strict'] } })
  expect(settledCall(call, target)).toEqual({
    ...call,
    request: { model: 'group', messages: call.request.messages, top_p: 0.5, tools: [{ type: 'function', function: { name: 'a' } }] },
  })
  expect(call.request).toMatchObject({ seed: null, temperature: 1, tools: [{ function: { strict: true } }] })
})

test('what is not used up passes; extra bodies win, the caller’s over the deployment’s', () => {
  const target = testTarget({ deployment: { extraBody: { a: 1, b: 1 } } })
  const request = JSON.parse('{"a":0,"used":1,"own":2,"__proto__":{"x":1},"extra_body":{"b":2}}')
  const native = nativeMembers(request, new Set(['used', 'extra_body']), target)
  expect(native).toEqual({ a: 1, b: 2, own: 2 })
  expect(Object.getPrototypeOf(native)).toBe(Object.prototype)
})
