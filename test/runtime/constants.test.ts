/** LiteLLM's numbers, and its environment names. */
import { expect, test } from 'vitest'
import { defaultConstants, readConstants } from '../../src/runtime/constants.js'
import { createEnvironment } from '../../src/runtime/settings.js'

const read = (variables: { readonly [name: string]: string }) => readConstants(createEnvironment(variables))

test('without variables LiteLLM’s values hold', () => {
  expect(read({})).toEqual(defaultConstants)
})

test('every variable is read; times are seconds there and milliseconds here', () => {
  const variables = {
    DEFAULT_MAX_RETRIES: '7',
    DEFAULT_COOLDOWN_TIME_SECONDS: '1.5',
    DEFAULT_FAILURE_THRESHOLD_PERCENT: '0.25',
    DEFAULT_FAILURE_THRESHOLD_MINIMUM_REQUESTS: '9',
    SINGLE_DEPLOYMENT_TRAFFIC_FAILURE_THRESHOLD: '50',
    DEFAULT_ALLOWED_FAILS: '0',
    INITIAL_RETRY_DELAY: '0.25',
    MAX_RETRY_DELAY: '4',
    JITTER: '0',
  }
  expect(read(variables)).toEqual({
    retries: 7,
    restMs: 1_500,
    failureShare: 0.25,
    leastCalls: 9,
    leastCallsAlone: 50,
    allowedFails: 0,
    firstWaitMs: 250,
    longestWaitMs: 4_000,
    jitterMs: 0,
  })
})

test.each(['', ' ', 'soon', '-1', 'Infinity', 'NaN'])('%j counts as not set', (JITTER) => {
  expect(read({ JITTER })).toEqual(defaultConstants)
})
