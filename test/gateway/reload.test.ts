/** The config read anew: by file, by route; a bad one changes nothing and is told. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
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
