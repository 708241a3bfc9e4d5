/** One function of the package: finds the client of the models that a call names, and hands the call to it. */
import type { Failure } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import { badRequest } from '../runtime/call-failures.js'
import type { ApiPromise, RequestOptions } from '../runtime/client-types.js'
import { clientFor } from './client-cache.js'
import { currentSettings } from './settings.js'
import { type RawCall, type SplitCall, splitCall } from './split-body.js'

/** A function of the package, whatever its body and its answer. */
type SdkFunction = (body: never, options?: RequestOptions) => ApiPromise<unknown>

/** The function of an endpoint, as `F` types it; bodies are checked again when it is called. */
export function callOf<F extends SdkFunction>(endpoint: Endpoint): F {
  const call = (body: unknown, options?: RequestOptions): ApiPromise<unknown> => {
    const split = readCall(body)
    if ('refused' in split) return later(Promise.reject(currentSettings().errors.create(split.refused, [])))
    const found = clientFor(endpoint, split.key, split.entries)
    if (!(found instanceof Promise)) return found.functions[endpoint](split.body, options)
    return later(found.then(({ functions }) => ({ asked: functions[endpoint](split.body, options) })))
  }
  // `F` only narrows the body and names the answer, which is the endpoint's.
  return call as unknown as F
}

/** The answer of a call whose client has yet to be made. */
export function later(started: Promise<{ readonly asked: ApiPromise<unknown> }>): ApiPromise<unknown> {
  const answer = started.then(({ asked }) => asked)
  return Object.assign(answer, {
    withResponse: async () => {
      await answer
      return (await started).asked.withResponse()
    },
  })
}

function readCall(body: unknown): SplitCall | { readonly refused: Failure } {
  if (!isCall(body)) return refuse('', 'model is missing: it is written provider/model, as in "openai/gpt-4o"')
  try {
    const split = splitCall(body)
    const wrong = split.entries.find((entry) => unusable.test(entry.model))
    return wrong === undefined ? split : refuse(wrong.model, unusableWords(wrong.model))
  } catch (cause) {
    // Nothing but JSON.stringify throws there: a value that refers to itself, or a bigint.
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    return refuse(body.model, `a parameter that says where the call goes is not JSON: ${why}`)
  }
}

function isCall(body: unknown): body is RawCall {
  return typeof body === 'object' && body !== null && 'model' in body && typeof body.model === 'string' && body.model !== ''
}

/** What means something else in a config: a pattern, a reference to a variable; and a prefix without a model. */
const unusable = /\*|^os\.environ\/|\/$/

function unusableWords(model: string): string {
  if (model.endsWith('/')) return `model "${model}" has a provider and no model: it is written provider/model, as in "openai/gpt-4o"`
  return `"${model}" is no model to call: patterns with * and references to variables belong into a config`
}

function refuse(model: string, message: string): { readonly refused: Failure } {
  return { refused: badRequest({ provider: '', model }, 'model', message) }
}
