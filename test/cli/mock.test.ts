import { expect, test } from 'vitest'
import { readMockScript } from '../../src/cli/mock-script-file.js'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

/** Starts the command, calls its address with `call`, stops it as Ctrl-C would. */
async function withMock(args: readonly string[], files: { readonly [name: string]: string }, call: (url: string) => Promise<void>) {
  const stop = new AbortController()
  const terminal = fakeTerminal({ cwd: folder(files).path, stop })
  let resolve: (url: string) => void = () => {}
  const started = new Promise<string>((ready) => {
    resolve = ready
  })
  const running = runCli(['mock', '--port', '0', ...args], {
    ...terminal,
    out: (text) => {
      terminal.out(text)
      const url = /http:\S+/.exec(text)?.[0]
      if (url !== undefined) resolve(url)
    },
  })
  await call(
    await Promise.race([started, running.then((code) => Promise.reject(new Error(`it ended with ${code}: ${terminal.complaints()}`)))]),
  )
  stop.abort()
  return { code: await running, out: terminal.output(), err: terminal.complaints() }
}

const ask = (url: string) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }),
  })

test('it answers by its script until it is stopped, and lists the requests', async () => {
  const statuses: number[] = []
  const script = 'gpt-4o:\n  - { status: 429, retryAfter: 2 }\n  - { text: hello }\n'
  const { code, out, err } = await withMock(['--script', 's.yaml'], { 's.yaml': script }, async (url) => {
    for (let call = 0; call < 2; call++) statuses.push((await ask(url)).status)
  })
  expect({ code, statuses, err }).toEqual({ code: 0, statuses: [429, 200], err: '429 openai chat gpt-4o\n200 openai chat gpt-4o\n' })
  expect(out).toMatch(
    /^mock provider on (http:\/\/127\.0\.0\.1:\d+)\napi_base: \1\/v1 for OpenAI, \1\/v1beta for Gemini, \1 for Anthropic, /,
  )
})

test('a port in use is exit 3 and a sentence', async () => {
  await withMock([], {}, async (url) => {
    const port = new URL(url).port
    const terminal = fakeTerminal({ cwd: folder().path })
    expect(await runCli(['mock', '--port', port], terminal)).toBe(3)
    expect(terminal.complaints()).toBe(`llmgen: cannot listen on 127.0.0.1:${port}: the port is in use (EADDRINUSE)\n`)
  })
})

test.each([
  ['[1, 2]', 's.yaml: a script is a map from model or host'],
  ['m: 7', 's.yaml: m[0]: a step is a map such as'],
  ['m: [{ stauts: 429 }]', 's.yaml: m[0]: a step has no "stauts"; did you mean "status"?'],
  ['m: [{}, { constructor: 1 }]', 's.yaml: m[1]: a step has no "constructor"'],
  ['m: { status: high }', 's.yaml: m[0]: status needs a number, 0 or more, not "high"'],
  ['m: { text: 3 }', 's.yaml: m[0]: text needs a text, not 3'],
  ['m: {', 's.yaml: '],
])('the script %j is refused at its place', async (text, message) => {
  await expect(readMockScript(text, 's.yaml')).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) })
})

test('JSON is a script too', async () => {
  expect(await readMockScript('{"*": {"delayMs": 5}}', 's.json')).toEqual({ '*': { delayMs: 5 } })
})
