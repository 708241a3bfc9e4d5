import { describe, expect, test } from 'vitest'
import { redisCache, redisFromEnv, redisState } from '../../src/redis/index.js'
import { clusterOptions, connectionOptions, prefixOf, serverOf } from '../../src/redis/redis-settings.js'

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
    {
      name: 'a cluster',
      env: { REDIS_CLUSTER_NODES: '[{"host": "r", "port": "7001"}]', REDIS_PASSWORD: 'p', REDIS_URL: 'redis://other' },
      want: { redis_startup_nodes: [{ host: 'r', port: 7001 }], password: 'p', ssl: false },
    },
    {
      name: 'sentinels',
      env: { REDIS_SENTINEL_NODES: '[["r", 26379]]', REDIS_SERVICE_NAME: 'm', REDIS_SENTINEL_PASSWORD: 's', REDIS_DB: '2' },
      want: { sentinel_nodes: [{ host: 'r', port: 26379 }], service_name: 'm', sentinel_password: 's', db: 2, ssl: false },
    },
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
  test.each([
    { settings: { redis_startup_nodes: [] }, want: /^redis_startup_nodes has to list nodes .* and has an empty list$/ },
    { settings: { startup_nodes: [{ host: '', port: 1 }] }, want: /^startup_nodes has to list/ },
    { settings: { startup_nodes: [{ host: 'r', port: 70_000 }] }, want: /^startup_nodes has to list/ },
    { settings: { sentinel_nodes: [['r', 1]] as const }, want: /^sentinel_nodes needs service_name/ },
    { settings: { sentinel_nodes: [['r', 'x']] as const, service_name: 'm' }, want: /^sentinel_nodes has to list/ },
    { settings: { port: 0 }, want: /^the port of Redis is no port: 0$/ },
    { settings: { port: '6379x' }, want: /^the port of Redis is no port: "6379x"$/ },
    { settings: { timeoutMs: 0 }, want: /^timeoutMs of Redis has to be between 0 and 60000 milliseconds, and is 0$/ },
    { settings: { timeoutMs: Number.NaN }, want: /and is NaN$/ },
    { settings: { url: 'redis://:secret@[' }, want: /^the URL of Redis has to begin with[^[]*$/ },
  ])('$settings is refused before anything is connected', ({ settings, want }) => {
    for (const open of [redisState, redisCache]) expect(() => open(settings)).toThrow(want)
  })

  test('nodes of a variable that are no JSON are an error that names it, without what it holds', () => {
    expect(() => redisFromEnv({ REDIS_CLUSTER_NODES: 'secret' })).toThrow(
      /^REDIS_CLUSTER_NODES has to list nodes of Redis .* and has string$/,
    )
  })

  test('sentinels, and a cluster, get passwords and TLS where they belong', () => {
    const account = { username: 'u', password: 'p', ssl: true }
    expect(
      connectionOptions({ sentinel_nodes: [['r', '26379']], service_name: 'm', sentinel_password: 's', db: 2, ...account }),
    ).toMatchObject({
      sentinels: [{ host: 'r', port: 26379 }],
      name: 'm',
      username: 'u',
      password: 'p',
      sentinelPassword: 's',
      db: 2,
      tls: {},
      sentinelTLS: {},
    })
    expect(clusterOptions({ redis_startup_nodes: [['r', 1]], ...account })).toMatchObject({
      redisOptions: { username: 'u', password: 'p', tls: {} },
    })
  })

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
    {
      settings: { redis_startup_nodes: [{ host: 'r', port: '7' }, ['s', 8] as const], password: 'secret' },
      want: 'the cluster of r:7, s:8',
    },
    { settings: { sentinel_nodes: [['r', 7] as const], service_name: 'm' }, want: 'm of the sentinels r:7' },
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
