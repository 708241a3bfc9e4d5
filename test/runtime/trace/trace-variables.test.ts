import { expect, test } from 'vitest'
import { steeringVariables } from '../../../src/runtime/trace/trace-variables.js'
import { buildPlan } from '../../support/plan.js'
import { at } from '../harness.js'

const number = (env: string) => ({ env, as: 'number' as const })

test('numbers, switches and regions that a Plan reads from the environment, as far as they are set', () => {
  const plan = buildPlan({
    deployments: [at(0, 'a', { rpm: number('RPM'), weight: number('UNSET'), region: { env: 'REGION' } })],
    routing: { numRetries: number('RETRIES'), dropParams: { env: 'DROP', as: 'boolean' } },
  })
  const env = new Map([
    ['RPM', '5'],
    ['REGION', 'eu'],
    ['RETRIES', '3'],
    ['DROP', 'true'],
    ['OTHER', 'x'],
  ])
  expect(steeringVariables(plan, (name) => env.get(name))).toEqual({ RPM: '5', REGION: 'eu', RETRIES: '3', DROP: 'true' })
})

test('neither keys nor addresses nor upstream models nor parameters', () => {
  const plan = buildPlan({
    deployments: [
      at(0, 'a', {
        apiKey: { env: 'KEY' },
        baseUrl: { env: 'HOST' },
        model: 'x',
        credentials: { secret: { env: 'SECRET' } },
        defaults: { user: { env: 'USER_NAME' } },
      } as Parameters<typeof at>[2]),
    ],
  })
  expect(steeringVariables(plan, (name) => `value of ${name}`)).toEqual({})
})

test('a name that is no word of the prototype', () => {
  const plan = buildPlan({ deployments: [at(0, 'a', { rpm: number('__proto__'), tpm: number('constructor') })] })
  const found = steeringVariables(plan, () => '1')
  expect(Object.keys(found).sort()).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
})
