import { expect, test } from 'vitest'
import * as entry from '../../src/redis/index.js'

test('the names of llmgen/redis', () => {
  expect(Object.keys(entry).sort()).toEqual(['MissingIoredisError', 'redisCache', 'redisFromEnv', 'redisState'])
})
