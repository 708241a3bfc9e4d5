/** Tensors of the KServe protocol, version 2, as JSON, and where they are sent. */
import type { Target } from '../adapter.js'
import { type JsonRecord, listOf, recordsOf } from '../shared/json.js'

/** One input. */
export type Tensor = {
  readonly name: string
  readonly shape: readonly number[]
  readonly datatype: string
  readonly data: readonly unknown[]
}

/** A tensor of one value. */
export function scalar(name: string, value: unknown): Tensor {
  const datatype = typeof value === 'boolean' ? 'BOOL' : typeof value !== 'number' ? 'BYTES' : Number.isInteger(value) ? 'INT32' : 'FP32'
  return { name, shape: [1], datatype, data: [value] }
}

/** Text of the first output. */
export function outputText(body: JsonRecord): string | undefined {
  const [first] = recordsOf(body.outputs)
  if (first === undefined) return undefined
  return typeof first.data === 'string'
    ? first.data
    : listOf(first.data)
        .filter((piece) => typeof piece === 'string')
        .join('')
}

/** Vectors of every output, cut by its shape; undefined where there are none. */
export function outputVectors(body: JsonRecord): readonly unknown[] | undefined {
  const outputs = recordsOf(body.outputs).filter(({ data }) => Array.isArray(data))
  if (outputs.length === 0) return undefined
  return outputs.flatMap(({ data, shape }) => {
    const all = listOf(data)
    if (Array.isArray(all[0])) return all
    const size = listOf(shape).at(-1)
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) return [all]
    return Array.from({ length: Math.ceil(all.length / size) }, (_, row) => all.slice(row * size, (row + 1) * size))
  })
}

/** The operation an address names (`…/generate`, `…/infer`), as LiteLLM wants it; a bare server gets the model's path. */
export function operationUrl(
  { baseUrl, model }: Target,
  usual: 'generate' | 'infer',
): { readonly url: string; readonly operation: string } {
  const named = /\/(generate|infer)$/.exec(baseUrl)?.[1]
  if (named !== undefined) return { url: baseUrl, operation: named }
  const base = /\/v2\/models\/[^/]+(\/versions\/[^/]+)?$/.test(baseUrl) ? baseUrl : `${baseUrl}/v2/models/${encodeURIComponent(model)}`
  return { url: `${base}/${usual}`, operation: usual }
}

/** True for the protocol's `{error: "text"}`. */
export function isTritonError(body: JsonRecord): boolean {
  return body.error !== undefined && body.error !== null
}
