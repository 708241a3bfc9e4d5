/** Words for how much is printed. */
import { expect, test } from 'vitest'
import { levelOf } from '../../src/runtime/log-level.js'

test.each([
  ['DEBUG', 'debug'],
  ['info', 'info'],
  [' Warn ', 'warning'],
  ['WARNING', 'warning'],
  ['ERROR', 'error'],
  ['CRITICAL', 'error'],
  ['off', 'off'],
  ['None', 'off'],
  ['false', 'off'],
  ['0', 'off'],
  ['1', 'debug'],
  ['constructor', 'debug'],
])('%s is %s', (word, level) => expect(levelOf(word)).toBe(level))
