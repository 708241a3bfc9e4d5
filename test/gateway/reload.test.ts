/** The config read anew: by file, by route; a bad one changes nothing and is told. */
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { authorised, masterKey, setUp } from './gateway-support.js'

const models = async (url: string) => {
  const answer = await fetch(`${url}/v1/models`, { headers: authorised })
  const body = (await answer.json()) as { data?: { id: string }[] } // our own route
  return body.data?.map(({ id }) => id)
}

const reload = (url: string) => fetch(`${url}/config/reload`, { method: 'POST', headers: authorised })

test('a file that was written anew is served without being asked, however the editor saves it', async () => {
  const { url, path } = await setUp()
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('model_name: gpt-4o', 'model_name: written'))
  await expect.poll(() => models(url), { timeout: 5_000 }).toContain('written')
  writeFileSync(`${path}.tmp`, text.replace('model_name: gpt-4o', 'model_name: renamed'))
  renameSync(`${path}.tmp`, path)
  await expect.poll(() => models(url), { timeout: 5_000 }).toContain('renamed')
})

test('a bad file keeps the old config, and readiness says so without its details', async () => {
  const { url, path } = await setUp()
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('model: openai/gpt-4o,', 'model: nobody/gpt-4o,'))
  const refused = await reload(url)
  expect(refused.status).toBe(422)
  expect(await refused.json()).toMatchObject({ error: { type: 'validation_error', message: expect.stringContaining('unknown-provider') } })
  expect(await models(url)).toContain('gpt-4o')
  const ready = await fetch(`${url}/health/readiness`)
  expect([ready.status, await ready.json()]).toEqual([
    200,
    expect.objectContaining({ status: 'degraded', config: expect.not.stringContaining('nobody') }),
  ])
  const details = await fetch(`${url}/health/readiness/details`, { headers: authorised })
  expect(await details.json()).toMatchObject({ config: { ok: false, error: expect.stringContaining('nobody') } })
  writeFileSync(path, text)
  expect((await reload(url)).status).toBe(200)
  expect(await (await fetch(`${url}/health/readiness`)).json()).toMatchObject({ status: 'connected' })
})

test('a call under way keeps the config it began with, whose connections close after it', async () => {
  const { url, path, gateway } = await setUp({ script: { 'gpt-4o': { stallMs: 30, text: 'one two three four five six' } } })
  const before = gateway.serving
  const body = JSON.stringify({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hi' }] })
  const answer = await fetch(`${url}/chat/completions`, { method: 'POST', headers: authorised, body })
  writeFileSync(path, readFileSync(path, 'utf8').replace('model_name: gpt-4o', 'model_name: other'))
  expect((await reload(url)).status).toBe(200)
  expect(gateway.serving).not.toBe(before)
  expect(await answer.text()).toMatch(/six[\s\S]*\[DONE\]/)
  await expect
    .poll(() =>
      before.calls.whole('chat', { model: 'gpt-4o', messages: [] }, {}).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed')
})

test('the new key counts from then on, and the old one no more', async () => {
  const { url, path } = await setUp()
  writeFileSync(path, readFileSync(path, 'utf8').replace('os.environ/LITELLM_MASTER_KEY', 'os.environ/PROVIDER_KEY'))
  expect((await reload(url)).status).toBe(200)
  expect((await reload(url)).status).toBe(401)
  expect(masterKey).not.toBe('')
})

test('what was counted before counts on: a config that is read anew gives nobody more than the limit', async () => {
  const limited = `
model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, rpm: 3 } }
router_settings: { num_retries: 0, disable_cooldowns: true, optional_pre_call_checks: [enforce_model_rate_limits] }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
  const { url } = await setUp({ yaml: limited })
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] })
  const call = async () => (await fetch(`${url}/chat/completions`, { method: 'POST', headers: authorised, body })).status
  const before = [await call(), await call()]
  expect((await reload(url)).status).toBe(200)
  expect([before, await call(), await call()]).toEqual([[200, 200], 200, 429])
})

test('a file that cannot be read is a bad one: it is told, and nothing ends', async () => {
  const { url, path } = await setUp()
  const text = readFileSync(path, 'utf8')
  rmSync(path)
  symlinkSync('litellm_config.yaml', path)
  expect((await reload(url)).status).toBe(422)
  expect([await models(url), await (await fetch(`${url}/health/readiness`)).json()]).toEqual([
    expect.arrayContaining(['gpt-4o']),
    expect.objectContaining({ status: 'degraded' }),
  ])
  rmSync(path)
  writeFileSync(path, text)
  await expect
    .poll(async () => (await (await fetch(`${url}/health/readiness`)).json()) as object, { timeout: 8_000 })
    .toMatchObject({ status: 'connected' })
})
