/** What `configure` sets, as the Plan and the clients get it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import { lowerEntries } from '../../src/sdk/lower-entries.js'
import { configure, currentSettings } from '../../src/sdk/settings.js'
import { reset } from './reset.js'

beforeEach(reset)
afterEach(reset)

function routing() {
  const lowered = lowerEntries([{ name: 'gpt-4o', model: 'gpt-4o', params: {} }], 'chat', currentSettings().sections)
  if (isFault(lowered)) throw new Error(lowered.failure.message)
  return lowered.plan.routing
}

test('nothing set means the defaults, and no cooldown', () => {
  expect(routing()).toMatchObject({ numRetries: 2, timeoutMs: 6_000_000, dropParams: false, modifyParams: false, disableCooldowns: true })
})

test('seconds become milliseconds, and the rest goes where a config has it', () => {
  configure({
    num_retries: 4,
    timeout: 60,
    stream_timeout: 5,
    drop_params: true,
    modify_params: true,
    ssl_verify: false,
    set_verbose: true,
  })
  expect(routing()).toMatchObject({
    verbose: true,
    numRetries: 4,
    timeoutMs: 60_000,
    streamTimeoutMs: 5_000,
    dropParams: true,
    modifyParams: true,
    sslVerify: false,
    disableCooldowns: true,
  })
})

test('settings add up, and undefined takes one back', () => {
  configure({ num_retries: 4 })
  configure({ timeout: 60 })
  expect(currentSettings().settings).toEqual({ num_retries: 4, timeout: 60 })
  configure({ num_retries: undefined })
  expect(currentSettings().settings).toEqual({ timeout: 60 })
})

test('one transport serves all settings that trust the same certificates', () => {
  const first = currentSettings().transport()
  configure({ num_retries: 4 })
  expect(currentSettings().transport()).toBe(first)
  configure({ ssl_verify: false })
  expect(currentSettings().transport()).not.toBe(first)
})
