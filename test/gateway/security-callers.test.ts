/** Nobody gets in with anything but a key: whatever stands where a key belongs, whatever it looks like. */
import { expect, test } from 'vitest'
import { createCallerCache } from '../../src/gateway/auth/caller-cache.js'
import { hashKey, newKey } from '../../src/gateway/auth/key-text.js'
import { createVirtualKeyCheck } from '../../src/gateway/auth/virtual-key-check.js'
import { isRefused } from '../../src/gateway/identity.js'
import { routes } from '../../src/gateway/routes.js'
import { callerOf } from './auth/callers.js'
import { appOver, masterKey, setUp } from './gateway-support.js'

/** Mulberry32: the same numbers each time. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const secrets = Array.from({ length: 20 }, newKey)
const hashes = new Map(secrets.map((secret) => [hashKey(secret), secret]))

function checkOver(looked: string[] = []) {
  const find = async (token: string) => {
    looked.push(token)
    return hashes.has(token) ? callerOf(token) : undefined
  }
  const callers = createCallerCache(find, () => 0)
  return createVirtualKeyCheck({ masterKey, callers, now: () => 0, admitsUnknown: false })
}

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'

/** A key with one thing about it changed. */
function mutated(key: string, random: () => number): string {
  const at = Math.floor(random() * key.length)
  const letter = alphabet[Math.floor(random() * alphabet.length)] ?? 'x'
  switch (Math.floor(random() * 9)) {
    case 0:
      return key.slice(0, at) + letter + key.slice(at + 1)
    case 1:
      return key.slice(0, at) + key.slice(at + 1)
    case 2:
      return key.slice(0, at) + letter + key.slice(at)
    case 3:
      return key.toUpperCase()
    case 4:
      return `${key}\u0000`
    case 5:
      return key.slice(0, Math.max(1, at))
    case 6:
      return key + key
    case 7:
      return `sk-${hashKey(key)}`
    default:
      return key.replace('sk-', ['SK-', 'sk_', '', 'sk-sk-', ' sk-', 'sk- '][at % 6] ?? '')
  }
}

test('a key that is changed in anything lets nobody in, and the right one does', async () => {
  const random = randomOf(7)
  const looked: string[] = []
  const check = checkOver(looked)
  const wrong: string[] = []
  for (let round = 0; round < 4_000; round++) {
    const source = round % 10 === 0 ? masterKey : (secrets[round % secrets.length] ?? '')
    const key = mutated(source, random)
    if (key === source || hashes.get(hashKey(key)) !== undefined || key === masterKey) continue
    const checked = await check(key)
    if (!isRefused(checked) || checked.refused.status !== 401 || checked.refused.message.includes(source)) wrong.push(key)
  }
  expect(wrong).toEqual([])
  for (const secret of secrets) expect(await check(secret)).toMatchObject({ kind: 'key', keyHash: hashKey(secret) })
  // the store is asked for hashes alone: nothing of what was presented gets into a query
  expect(looked.filter((token) => !/^[0-9a-f]{64}$/.test(token))).toEqual([])
})

test('the hash of a key, of the master key, and of every part of one, is worth nothing', async () => {
  const check = checkOver()
  for (const secret of [...secrets, masterKey]) {
    const hash = hashKey(secret)
    for (const key of [hash, hash.toUpperCase(), `sk-${hash}`, hash.slice(0, 32), Buffer.from(hash, 'hex').toString('base64url')])
      expect([key, isRefused(await check(key))]).toEqual([key, true])
  }
})

const injections: readonly string[] = [
  `sk-' OR '1'='1`,
  `sk-'; DROP TABLE keys; --`,
  `sk-" OR ""="`,
  `sk-%`,
  `sk-_`,
  `sk-\\' OR 1=1 --`,
  `sk-' UNION SELECT token FROM keys --`,
  `sk-$1`,
  `sk-{"$ne":null}`,
  `sk-x' AND pg_sleep(5) --`,
  `' OR token IS NOT NULL --`,
  `sk-*`,
  `sk-../../etc/passwd`,
  `sk-__proto__`,
  `__proto__`,
  `constructor`,
  `sk-constructor`,
  `sk-undefined`,
  `sk-null`,
  `sk-`,
]

/** Headers in which a key is looked for, and how it stands there. */
const places: readonly ((key: string) => { readonly [name: string]: string })[] = [
  (key) => ({ authorization: `Bearer ${key}` }),
  (key) => ({ authorization: `bearer  ${key}` }),
  (key) => ({ authorization: `Basic ${Buffer.from(`${key}:`, 'latin1').toString('base64')}` }),
  (key) => ({ authorization: `Basic ${Buffer.from(`user:${key}`, 'latin1').toString('base64')}` }),
  (key) => ({ authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/x/aws4_request` }),
  (key) => ({ authorization: key }),
  (key) => ({ authorization: `Token ${key}` }),
  (key) => ({ 'x-litellm-api-key': key }),
  (key) => ({ 'x-litellm-api-key': `Bearer ${key}` }),
  (key) => ({ 'api-key': key }),
  (key) => ({ 'x-api-key': key }),
  (key) => ({ 'x-goog-api-key': key }),
  (key) => ({ 'ocp-apim-subscription-key': key }),
]

test('what is presented in any header, however long or strange, is a 401 and is told to nobody', async () => {
  const { gateway } = await setUp({ listens: false })
  const app = await appOver({ ...gateway.serving, keyCheck: checkOver() }, routes)
  const random = randomOf(11)
  const noise = (length: number) => Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 222))).join('')
  const presented = [
    ...injections,
    'x'.repeat(60_000),
    `sk-${'a'.repeat(60_000)}`,
    ...Array.from({ length: 60 }, (_, index) => noise(1 + index * 7)),
    ...Array.from({ length: 60 }, (_, index) => `sk-${noise(index)}`),
  ]
  const wrong: string[] = []
  for (const key of presented)
    for (const [index, place] of places.entries()) {
      const answer = await app.inject({ url: '/v1/models', headers: place(key) })
      const isTold = key.length > 12 && answer.body.includes(key)
      if (answer.statusCode !== 401 || isTold) wrong.push(`${index}: ${answer.statusCode} ${key.slice(0, 60)}`)
    }
  expect(wrong).toEqual([])
  const right = await app.inject({ url: '/v1/models', headers: { authorization: `Bearer ${secrets[0]}` } })
  expect(right.statusCode).toBe(200)
})

test('several keys are as good as the first: a right one behind a wrong one lets nobody in', async () => {
  const { gateway } = await setUp({ listens: false })
  const app = await appOver({ ...gateway.serving, keyCheck: checkOver() }, routes)
  const secret = secrets[0] ?? ''
  const status = async (headers: { readonly [name: string]: string }) => (await app.inject({ url: '/v1/models', headers })).statusCode
  expect(await status({ 'x-litellm-api-key': 'sk-wrong', authorization: `Bearer ${secret}` })).toBe(401)
  expect(await status({ authorization: `Bearer sk-wrong, Bearer ${secret}` })).toBe(401)
  expect(await status({ authorization: `Bearer ${secret}, Bearer sk-wrong` })).toBe(401)
  expect(await status({ authorization: `Bearer ${secret}`, 'x-api-key': 'sk-wrong' })).toBe(200)
})
