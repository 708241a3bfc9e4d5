/** Reads a mock's script from YAML or JSON, and says what is wrong with it. */
import { closest } from '../compiler/suggest.js'
import type { MockScript, MockStep } from '../testing/index.js'
import { exitCode, Stop } from './exit.js'

type Kind = 'text' | 'number' | 'any'
const members: { readonly [M in keyof MockStep]-?: Kind } = {
  text: 'text',
  reasoning: 'text',
  toolCalls: 'any',
  model: 'text',
  finishReason: 'text',
  usage: 'any',
  status: 'number',
  message: 'text',
  code: 'text',
  retryAfter: 'number',
  headers: 'any',
  body: 'text',
  delayMs: 'number',
  stallMs: 'number',
  cutAfter: 'number',
  malformedAt: 'number',
  errorAt: 'number',
  hangAfter: 'number',
}

/** `{ MODEL-OR-HOST: step | [steps] }`. Stops with exit 2 and the place where it is wrong. */
export async function readMockScript(text: string, path: string): Promise<MockScript> {
  const { parse, YAMLParseError } = await import('yaml')
  let value: unknown
  try {
    value = parse(text)
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause
    throw new Stop(exitCode.misuse, `${path}: ${cause.message}`, { cause })
  }
  if (!isMap(value)) throw new Stop(exitCode.misuse, `${path}: a script is a map from model or host to a step or a list of steps`)
  for (const [key, steps] of Object.entries(value)) {
    for (const [index, step] of (Array.isArray(steps) ? steps : [steps]).entries()) checkStep(step, `${path}: ${key}[${index}]`)
  }
  return value as MockScript // every step was checked above
}

function checkStep(step: unknown, where: string): void {
  if (!isMap(step)) throw new Stop(exitCode.misuse, `${where}: a step is a map such as { status: 429, retryAfter: 2 }`)
  for (const [name, value] of Object.entries(step)) {
    const kind = Object.hasOwn(members, name) ? members[name as keyof MockStep] : undefined // own name, so a member
    if (kind === undefined) {
      const near = closest(name, Object.keys(members))
      throw new Stop(
        exitCode.misuse,
        `${where}: a step has no "${name}"${near === undefined ? `; it takes ${Object.keys(members).join(', ')}` : `; did you mean "${near}"?`}`,
      )
    }
    const wrong = (kind === 'number' && (typeof value !== 'number' || value < 0)) || (kind === 'text' && typeof value !== 'string')
    if (wrong)
      throw new Stop(
        exitCode.misuse,
        `${where}: ${name} needs a ${kind === 'number' ? 'number, 0 or more' : 'text'}, not ${JSON.stringify(value)}`,
      )
  }
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
