/** Kills a writing process at arbitrary points and looks at what it leaves. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { writeOutput } from '../../src/cli/write-output.js'
import { folder, smallConfig } from './folder.js'
import { versions } from './versions.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Starts a program, waits for its first output if `ready`, then some milliseconds, then kills it. */
async function killed(args: readonly string[], cwd: string, afterMs: number, ready: boolean): Promise<void> {
  const env = { ...process.env, XDG_CACHE_HOME: join(cwd, 'cache') }
  const tsx = import.meta.resolve('tsx')
  const child = spawn(process.execPath, ['--import', tsx, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  if (ready) await once(child.stdout, 'data')
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  await ended
  clearTimeout(timer)
}

test('every file is whole, the old or the new one, and the next run cleans up', { timeout: 60_000 }, async () => {
  const place = folder()
  const target = join(place.path, 'out')
  const whole = new Map(versions[0]?.map(({ path }, at) => [path, versions.map((version) => version[at]?.text)]))
  for (let round = 0; round < 10; round++) {
    await killed([join(root, 'test/cli/write-forever.ts'), target], place.path, round * 3.7, true)
    for (const [path, texts] of whole) {
      // the first rounds may be killed before there is any output
      if (existsSync(join(target, path))) expect(texts.includes(readFileSync(join(target, path), 'utf8'))).toBe(true)
    }
  }
  mkdirSync(target, { recursive: true })
  writeOutput(target, versions[0] ?? [])
  expect(readdirSync(target)).toEqual(['index.ts', 'models.ts', 'plan.ts'])
  expect(versions[0]?.every(({ path, text }) => readFileSync(join(target, path), 'utf8') === text)).toBe(true)
})

test('generate killed at any point leaves the old client or the new one, and the next run completes it', { timeout: 120_000 }, async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig, 'package.json': '{}' })
  const cli = [join(root, 'src/cli/main.ts'), '--silent']
  const outputs = () => Object.fromEntries(Object.entries(place.contents()).filter(([name]) => name.startsWith('generated/')))
  await killed(cli, place.path, 60_000, false)
  const old = outputs()
  place.write('litellm_config.yaml', smallConfig.replaceAll('small', 'tiny'))
  await killed(cli, place.path, 60_000, false)
  const fresh = outputs()
  expect([Object.keys(old), old]).toEqual([Object.keys(fresh), expect.not.objectContaining(fresh)])
  for (let round = 0; round < 6; round++) {
    place.write('litellm_config.yaml', round % 2 === 0 ? smallConfig : smallConfig.replaceAll('small', 'tiny'))
    await killed(cli, place.path, 250 + round * 130, false)
    const left = outputs()
    for (const [name, text] of Object.entries(left)) if (!name.includes('.llmgen-')) expect([old[name], fresh[name]]).toContain(text)
  }
  place.write('litellm_config.yaml', smallConfig)
  await killed(cli, place.path, 60_000, false)
  expect(outputs()).toEqual(old)
})
