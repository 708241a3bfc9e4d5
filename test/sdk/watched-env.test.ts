/** A client is remade when what it was made from has changed. */
import { expect, test } from 'vitest'
import { createEnvironment } from '../../src/runtime/settings.js'
import { watchEnv } from '../../src/sdk/watched-env.js'

const rows: readonly {
  readonly name: string
  readonly change: (real: Record<string, string | undefined>) => void
  readonly current: boolean
}[] = [
  { name: 'nothing', change: () => undefined, current: true },
  { name: 'a variable nobody asked for', change: (real) => (real.OTHER = '1'), current: true },
  { name: 'a variable that was read', change: (real) => (real.SET = 'b'), current: false },
  { name: 'a variable that was read and is gone', change: (real) => delete real.SET, current: false },
  { name: 'a variable that was not set', change: (real) => (real.UNSET = 'c'), current: false },
]

test.each(rows)('after a change of $name', ({ change, current }) => {
  const real: Record<string, string | undefined> = { SET: 'a' }
  const { env, isCurrent } = watchEnv(real)
  const read = createEnvironment(env)
  expect([read('SET'), read('UNSET'), read('constructor')]).toEqual(['a', undefined, undefined])
  change(real)
  expect(isCurrent()).toBe(current)
})

test('the process’s own environment can be watched', () => {
  const { env, isCurrent } = watchEnv(process.env)
  expect(createEnvironment(env)('PATH')).toBe(process.env.PATH)
  expect(isCurrent()).toBe(true)
})

test('a variable set later is seen', () => {
  const real: Record<string, string> = {}
  const read = createEnvironment(watchEnv(real).env)
  expect(read('LATE')).toBeUndefined()
  real.LATE = 'here'
  expect(read('LATE')).toBe('here')
})
