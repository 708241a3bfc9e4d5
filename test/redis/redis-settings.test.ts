import { describe, expect, test } from 'vitest'
import { redisCache, redisFromEnv, redisState } from '../../src/redis/index.js'
import { connectionOptions, prefixOf, serverOf } from '../../src/redis/redis-settings.js'

describe('the environment', () => {
  test.each([
    { name: 'nothing', env: {}, want: undefined },
    { name: 'a URL', env: { REDIS_URL: 'redis://r:1/2', REDIS_HOST: 'other' }, want: { url: 'redis://r:1/2' } },
    { name: 'an empty URL', env: { REDIS_URL: ' ' }, want: undefined },
    {
      name: 'parts',
      env: { REDIS_HOST: 'r', REDIS_PORT: '6380', REDIS_PASSWORD: 'p', REDIS_USERNAME: 'u', REDIS_DB: '3', REDIS_SSL: 'True' },
      want: { host: 'r', port: 6380, username: 'u', password: 'p', db: 3, ssl: true },
    },
    { name: 'a host alone', env: { REDIS_HOST: 'r' }, want: { host: 'r', ssl: false } },
  ])('$name', ({ env, want }) => {
    expect(redisFromEnv(env)).toEqual(want)
  })

  test('a port that is none is an error that names it', () => {
    expect(() => redisFromEnv({ REDIS_HOST: 'r', REDIS_PORT: 'tcp://10.0.0.1:6379' })).toThrow(
      new TypeError('REDIS_PORT is no whole number: "tcp://10.0.0.1:6379"'),
    )
  })
})

describe('settings', () => {
  test('parts are told to the library', () => {
    expect(connectionOptions({ host: 'r', port: 1, username: 'u', password: 'p', db: 2, ssl: true })).toMatchObject({
      host: 'r',
      port: 1,
      username: 'u',
      password: 'p',
      db: 2,
      tls: {},
    })
    expect(connectionOptions({ url: 'rediss://r', ssl_cert_reqs: 'none' })).toMatchObject({ tls: { rejectUnauthorized: false } })
    expect(connectionOptions({ url: 'redis://r', host: 'other' })).not.toHaveProperty('host')
    expect(connectionOptions({ url: 'redis://r' })).not.toHaveProperty('tls')
  })

  test.each([
    { settings: {}, want: 'localhost:6379' },
    { settings: { host: 'r', port: 1, password: 'secret' }, want: 'r:1' },
    { settings: { url: 'redis://user:secret@r/0' }, want: 'r:6379' },
    { settings: { url: 'rediss://:secret@r:7/0', host: 'other' }, want: 'r:7' },
  ])('the server is named $want', ({ settings, want }) => {
    expect(serverOf(settings)).toBe(want)
  })

  test.each([
    { namespace: undefined, want: '{llmgen}:' },
    { namespace: 'team a', want: '{team a}:' },
    { namespace: '{x}{y}', want: '{xy}:' },
  ])('all keys of a namespace lie in one slot: $want', ({ namespace, want }) => {
    expect(prefixOf({ namespace })).toBe(want)
  })

  test('what is no URL of Redis is refused, without showing it', () => {
    for (const open of [redisState, redisCache])
      expect(() => open('http://:secret@r')).toThrow(
        new TypeError('the URL of Redis has to begin with redis:// or rediss://, as in redis://:password@localhost:6379/0'),
      )
  })
})
