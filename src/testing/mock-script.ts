/** Which step answers a request: the request's own header first, then the script by model, by host, and for all. */
import type { MockEndpoint, MockFormatName } from './mock-format.js'
import { type MockStep, mockHeader, parseMockHeader } from './mock-step.js'

/** A request as a script function sees it, and as the mock remembers it. */
export type MockRequest = {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** Host the client meant, where it came through `mockTransport`; else the mock's own. */
  readonly host: string
  readonly headers: { readonly [name: string]: string }
  readonly format: MockFormatName
  readonly endpoint: MockEndpoint
  readonly model: string
  readonly stream: boolean
  /** Parsed JSON, or the fields of a form, its files as `{ name, type, bytes }` with their length. */
  readonly body: unknown
}

/** Steps consumed in order, one step for every request, or a function asked each time. An ordinary answer where none is left. */
export type MockSteps = MockStep | readonly MockStep[] | ((request: MockRequest, call: number) => MockStep | undefined)

/** By upstream model, by host, or `*` for all others. */
export type MockScript = { readonly [modelOrHost: string]: MockSteps }

/** Keeps the place in each list. Counts only keys of the script itself, so it cannot grow. */
export class ScriptReader {
  readonly #script: ReadonlyMap<string, MockSteps>
  readonly #calls = new Map<string, number>()

  constructor(script: MockScript) {
    this.#script = new Map(Object.entries(script))
  }

  next(request: MockRequest): MockStep | { readonly problem: string } {
    const header = request.headers[mockHeader]
    if (header !== undefined) return parseMockHeader(header)
    for (const key of [request.model, request.host, '*']) {
      const steps = this.#script.get(key)
      if (steps === undefined) continue
      const call = this.#calls.get(key) ?? 0
      this.#calls.set(key, call + 1)
      return stepOf(steps, request, call)
    }
    return {}
  }
}

function stepOf(steps: MockSteps, request: MockRequest, call: number): MockStep {
  if (typeof steps === 'function') return steps(request, call) ?? {}
  return isList(steps) ? (steps[call] ?? {}) : steps
}

function isList(steps: MockStep | readonly MockStep[]): steps is readonly MockStep[] {
  return Array.isArray(steps)
}
