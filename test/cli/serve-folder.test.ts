/** `llmgen serve` where its data folder cannot be made: said, survived, healed, and never in the way of a stop. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useBundledCli } from './bundled-cli.js'
import { folder } from './folder.js'
import { authorised, configOf, models, serving, start } from './serve-process.js'

useBundledCli()

const yaml = `${configOf('http://127.0.0.1:1')}\ngeneral_settings: { master_key: os.environ/LITELLM_MASTER_KEY }\n`

test('a folder that was named and cannot be made ends the start with exit 3', { timeout: 60_000 }, async () => {
  const place = folder({ 'litellm_config.yaml': yaml, file: '' })
  for (const given of [...(existsSync('/proc/self') ? ['/proc/nowhere'] : []), join('file', 'in')]) {
    const { ended, err } = start('', { place, args: ['--data-folder', given] })
    expect((await ended)[0]).toBe(3)
    expect(err()).toMatch(
      /^llmgen: cannot use the data folder .+: .+ \((?:ENOENT|ENOTDIR|EEXIST)\)\. Name another one with --data-folder\n$/,
    )
  }
})

test('the usual folder may be out of reach: that is said, keys answer 503 until it is there, and a stop ends it', {
  timeout: 90_000,
}, async () => {
  const place = folder({ 'litellm_config.yaml': yaml, '.llmgen': 'a file in the way' })
  const { url, err, child, ended } = await serving('', { place })
  expect(err()).toContain('cannot use the data folder')
  expect(await models(url)).toEqual(['gpt-4o'])
  const generate = async () => (await fetch(`${url}/key/generate`, { method: 'POST', headers: authorised, body: '{}' })).status
  expect(await generate()).toBe(503)
  rmSync(join(place.path, '.llmgen'))
  await expect.poll(generate, { timeout: 60_000, interval: 500 }).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})
