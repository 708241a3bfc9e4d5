/** A terminal that keeps what it is told. */
import type { Terminal } from '../../src/cli/terminal.js'

export type FakeTerminal = Terminal & { output(): string; complaints(): string }

export function fakeTerminal(
  given: Partial<Pick<Terminal, 'cwd' | 'env' | 'colour'>> & { readonly stop?: AbortController } = {},
): FakeTerminal {
  let out = ''
  let err = ''
  let time = 0
  return {
    cwd: given.cwd ?? '/nowhere',
    env: given.env ?? {},
    colour: given.colour ?? false,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    now: () => {
      time += 10
      return time
    },
    stopped: () => (given.stop ?? new AbortController()).signal,
    output: () => out,
    complaints: () => err,
  }
}
