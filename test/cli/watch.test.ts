import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { type Folder, folder, smallConfig } from './folder.js'

/** Runs `--watch`; `until` waits for a number of finished rounds. */
function watching(place: Folder) {
  const stop = new AbortController()
  const terminal = fakeTerminal({ cwd: place.path, env: { XDG_CACHE_HOME: `${place.path}/cache` }, stop })
  let rounds = 0
  let wake = () => {}
  const ended = runCli(['--watch'], {
    ...terminal,
    err: (text) => {
      terminal.err(text)
      if (!text.includes('watching for changes')) return
      rounds += 1
      wake()
    },
  })
  const until = async (wanted: number) => {
    while (rounds < wanted) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const end = () => {
    stop.abort()
    return ended
  }
  return { until, terminal, end }
}

test('a change runs it again, an error keeps the last good output, and Ctrl-C is a clean end', async () => {
  const place = folder({ 'litellm_config.yaml': 'include: [more.yaml]\n', 'more.yaml': smallConfig })
  const { until, terminal, end } = watching(place)
  await until(1)
  const good = place.read('generated/models.ts')
  expect(good).toContain('small')
  place.write('litellm_config.yaml', 'model_list: 7\n')
  await until(2)
  expect(terminal.complaints()).toContain('nothing written, generated/ stays as it was')
  expect(place.read('generated/models.ts')).toBe(good)
  place.write('litellm_config.yaml', 'include: [more.yaml]\n')
  await until(3)
  place.write('more.yaml', smallConfig.replaceAll('small', 'tiny'))
  await until(4)
  expect(place.read('generated/models.ts')).toContain('tiny')
  expect(await end()).toBe(0)
})

test('a config that is missing at the start is no watch at all', async () => {
  const terminal = fakeTerminal({ cwd: folder().path })
  expect(await runCli(['--watch', '--config', 'none.yaml'], terminal)).toBe(3)
})
