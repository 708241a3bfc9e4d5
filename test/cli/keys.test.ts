/** `llmgen keys` as processes, against a gateway that is a process too. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { useBundledCli } from './bundled-cli.js'
import { runProcess } from './cli-process.js'
import { folder } from './folder.js'
import { chat, configOf, provider, serving } from './serve-process.js'

useBundledCli()

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const env = { LITELLM_MASTER_KEY: 'sk-own' }

test('a key from its making to its end', async () => {
  const mock = await provider()
  const place = folder({ 'litellm_config.yaml': configOf(mock.url) })
  // made beforehand: without the archive of a built package it takes longer than an answer may
  expect((await runProcess(['db', 'migrate'], { cwd: place.path })).code).toBe(0)
  const { url } = await serving('', { place })
  const keys = (args: readonly string[], input?: string) =>
    runProcess(['keys', ...args, ...(args[0] === 'hash' ? [] : ['--url', url])], {
      cwd: place.path,
      env,
      ...(input !== undefined && { input }),
    })
  const call = async (key: string) =>
    (await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: chat() })).status

  expect(await keys(['list'])).toEqual({ code: 0, out: '', err: '0 keys\n' })

  const made = await keys([
    'create',
    '--alias',
    'ci',
    '--models',
    'gpt-4o',
    '--max-budget',
    '5',
    '--budget-duration',
    '30d',
    '--metadata',
    '{"a":1}',
  ])
  const key = made.out.trim()
  expect(made.code).toBe(0)
  expect(key).toMatch(/^sk-[\w-]{20,}$/)
  expect(made.err).toBe(`made ci, hash ${sha256(key)}; the key is not shown again\n`)
  expect(await call(key)).toBe(200)

  const listed = await keys(['list'])
  expect(listed.out).toMatch(
    new RegExp(
      `^alias +key +hash +models +spend +budget\nci +sk-\\.\\.\\.\\S{4} +${sha256(key).slice(0, 12)}… +gpt-4o +\\$\\S+ +\\$5/30d\n$`,
    ),
  )
  expect(listed.err).toBe('1 key\n')
  const [row] = JSON.parse((await keys(['list', '--json'])).out)
  expect(row).toMatchObject({ key_alias: 'ci', token: sha256(key), max_budget: 5, metadata: { a: 1 } })

  expect((await keys(['info', sha256(key)])).out).toContain('key_alias: ci\n')
  expect((await keys(['info', '-'], `${key}\n`)).out).toContain(`key: ${sha256(key)}\n`)
  expect(JSON.parse((await keys(['info', '--alias', 'ci', '--json'])).out)).toMatchObject({ key: sha256(key), info: { max_budget: 5 } })

  expect(await keys(['block', '--alias', 'ci'])).toEqual({ code: 0, out: '', err: 'blocked "ci"\n' })
  expect(await call(key)).toBe(403)
  expect(await keys(['unblock', sha256(key)])).toEqual({ code: 0, out: '', err: `unblocked ${sha256(key)}\n` })
  expect(await call(key)).toBe(200)
  expect(await keys(['delete', '-'], key)).toEqual({ code: 0, out: '', err: `deleted ${sha256(key)}\n` })
  expect(await call(key)).toBe(401)

  expect(await keys(['info', sha256(key)])).toMatchObject({ code: 1, out: '' })
  expect(await keys(['block', '--alias', 'ci'])).toEqual({ code: 1, out: '', err: 'llmgen: no key has the alias "ci"\n' })
  expect((await keys(['create', '--team', 'nowhere'])).err).toMatch(/^llmgen: the gateway at http:\S+ answered 4\d\d: .*nowhere/)
}, 180_000)

test('the hash of a key, without a gateway', async () => {
  const { path: cwd } = folder()
  expect(await runProcess(['keys', 'hash'], { cwd, input: 'sk-some-key\n' })).toEqual({
    code: 0,
    out: `${sha256('sk-some-key')}\n`,
    err: '',
  })
  expect(await runProcess(['keys', 'hash', '--env', 'CI_KEY'], { cwd, env: { CI_KEY: 'sk-some-key' } })).toMatchObject({
    out: `${sha256('sk-some-key')}\n`,
  })
})

test.each([
  { args: ['hash'], input: 'planted-secret', code: 1, says: 'keys begin with "sk-": this one would be refused' },
  { args: ['hash'], code: 2, says: 'there is no key on stdin' },
  { args: ['hash', '--env', 'NO_SUCH'], code: 2, says: 'the environment variable "NO_SUCH" is not set' },
  { args: ['list'], env: {}, code: 2, says: 'LITELLM_MASTER_KEY is not set' },
  { args: ['list', '--url', 'localhost:4000'], code: 2, says: '--url needs an address such as http://127.0.0.1:4000' },
  {
    args: ['list', '--url', 'http://user:planted-secret@127.0.0.1:9'],
    code: 2,
    says: '--url takes an address without a user and a password',
  },
  { args: ['list', '--url', 'http://127.0.0.1:9'], code: 3, says: 'no gateway answers at http://127.0.0.1:9: ' },
  { args: ['info'], code: 2, says: 'name one key' },
  { args: ['info', 'abc', '--alias', 'x'], code: 2, says: 'name one key' },
  { args: ['create', '--max-budget', 'much'], code: 2, says: '--max-budget needs a number from 0 up, not "much"' },
  { args: ['create', '--metadata', '[1]'], code: 2, says: '--metadata needs a JSON object' },
])('$args is refused with what to do', async ({ args, code, says, input = '', env: given = env }) => {
  const ran = await runProcess(['keys', ...args], { cwd: folder().path, env: given, input })
  expect([ran.code, ran.out]).toEqual([code, ''])
  expect(ran.err).toContain(says)
  expect(ran.err).not.toContain('planted-secret')
})
