/** `llmgen mock`: the mock provider of `llmgen/testing` as a process. */
import { resolve } from 'node:path'
import { createMockProvider, type MockRequest } from '../testing/index.js'
import { type ExitCode, exitCode, ioStop } from './exit.js'
import { readWhole } from './flags.js'
import { readMockScript } from './mock-script-file.js'
import { readText } from './read-file.js'
import type { Terminal } from './terminal.js'
import { untilStopped } from './until-stopped.js'

export type MockFlags = {
  readonly cwd?: string
  readonly port?: string
  readonly host?: string
  readonly script?: string
  readonly silent?: boolean
}

/** Runs until the user stops it. stdout has the address, stderr one line for each request. */
export async function mock(flags: MockFlags, terminal: Terminal): Promise<ExitCode> {
  const port = readWhole('--port', flags.port, 65_535) ?? 4010
  const host = flags.host ?? '127.0.0.1'
  const path = flags.script
  const script = path === undefined ? {} : await readMockScript(readText(resolve(terminal.cwd, flags.cwd ?? '', path), path), path)
  const onRequest = (request: MockRequest, status: number) => {
    if (flags.silent !== true)
      terminal.err(`${status} ${request.format} ${request.endpoint} ${request.model}${request.stream ? ' stream' : ''}\n`)
  }
  const provider = await createMockProvider({ port, host, script, onRequest }).catch((cause: unknown) => {
    throw ioStop('listen on', `${host}:${port}`, cause)
  })
  terminal.out(`mock provider on ${provider.url}\n`)
  if (flags.silent !== true)
    terminal.out(
      `api_base: ${provider.url}/v1 for OpenAI, ${provider.url}/v1beta for Gemini, ${provider.url} for Anthropic, Azure, Bedrock, Cohere and Ollama; stop with Ctrl-C\n`,
    )
  await untilStopped(terminal.stopped())
  await provider.close()
  return exitCode.clean
}
