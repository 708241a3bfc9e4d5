/** Reads what an answer that is passed through says it used, in the shapes of OpenAI, Anthropic, Gemini, Cohere and Bedrock, while its bytes go by. */
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { EventDecoder } from '../../providers/adapter.js'
import { anthropicUsage, mergeUsage } from '../../providers/anthropic/usage.js'
import { converseUsage } from '../../providers/bedrock/usage.js'
import { geminiUsage } from '../../providers/gemini/usage.js'
import { countOf, isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import { chatUsage } from '../../providers/shared/responses-usage.js'
import { settleUsage } from '../../providers/shared/usage.js'
import type { PricedUsage } from '../../runtime/cost.js'
import { createSseDecoder } from '../../runtime/transport/sse.js'

/** What was read. */
export type ReadUsage = { readonly usage: PricedUsage | undefined; readonly model: string | undefined; readonly tier: unknown }

/** Longest answer that is parsed whole, bytes: of longer ones (embeddings, images) only the end is looked at, where usage stands. */
const maxWholeBytes = 1_048_576
/** Bytes of such an end. */
const endBytes = 16_384

/** Takes the pieces of an answer. */
interface Reader {
  push(bytes: Uint8Array): void
  end(): void
}

/** What the values of an answer tell, gathered one after the other. */
class Findings {
  usage: PricedUsage | undefined
  model: string | undefined
  tier: unknown
  /** Anthropic tells the prompt at the start and the answer at the end. */
  readonly #anthropic: JsonRecord = {}

  take(value: unknown): void {
    if (!isRecord(value)) return
    const inner = isRecord(value.response)
      ? value.response
      : isRecord(value.message) && value.type === 'message_start'
        ? value.message
        : value
    const { model, modelVersion, service_tier: tier } = inner
    if (typeof model === 'string') this.model = model
    else if (typeof modelVersion === 'string') this.model = modelVersion
    if (tier !== undefined) this.tier = tier
    this.usage = this.#usageOf(inner, value.type) ?? this.usage
  }

  #usageOf({ usage, usageMetadata, meta, type }: JsonRecord, event: unknown): PricedUsage | undefined {
    if (isRecord(usageMetadata)) return geminiUsage(usageMetadata, 0)
    if (isRecord(usage)) {
      if (type === 'message' || event === 'message_start' || event === 'message_delta') {
        mergeUsage(this.#anthropic, usage)
        return anthropicUsage(this.#anthropic)
      }
      if (countOf(usage.inputTokens) !== undefined) return converseUsage(usage)
      if (isRecord(usage.tokens)) return cohereUsage(usage.tokens)
      if (countOf(usage.input_tokens) !== undefined) return chatUsage(usage)
      return countOf(usage.prompt_tokens) === undefined ? undefined : settleUsage(usage)
    }
    return isRecord(meta) && isRecord(meta.billed_units) ? cohereUsage(meta.billed_units) : undefined
  }
}

function cohereUsage({ input_tokens: input, output_tokens: output }: JsonRecord): PricedUsage {
  return { prompt_tokens: countOf(input) ?? 0, completion_tokens: countOf(output) ?? 0 }
}

/** What one answer tells that was kept as a value: a line of a batch's output. */
export function usageIn(answer: unknown): ReadUsage {
  const findings = new Findings()
  findings.take(answer)
  return findings
}

/** Events, of which only those are parsed that tell something. */
function eventReader(findings: Findings, decoder: EventDecoder): Reader {
  const take = (events: ReturnType<EventDecoder['push']>) => {
    for (const { data } of events) if (/"(?:usage|usageMetadata|meta)"/.test(data)) findings.take(parseJson(data))
  }
  return { push: (bytes) => take(decoder.push(bytes)), end: () => take(decoder.end()) }
}

/** One JSON value, or Gemini's list of them. */
function wholeReader(findings: Findings): Reader {
  let pieces: Uint8Array[] = []
  let size = 0
  let isCut = false
  return {
    push(bytes) {
      pieces.push(bytes)
      size += bytes.length
      if (size <= (isCut ? 2 * endBytes : maxWholeBytes)) return
      const end = Buffer.concat(pieces).subarray(-endBytes)
      pieces = [Buffer.from(end)]
      size = end.length
      isCut = true
    },
    end() {
      const text = Buffer.concat(pieces).toString('utf8')
      const value = isCut ? fromEnd(text) : parseJson(text)
      for (const each of Array.isArray(value) ? value : [value]) findings.take(each)
    },
  }
}

/** The last `usage` and the model of a text whose beginning is not there. */
function fromEnd(text: string): JsonRecord | undefined {
  const [, usage] = /^[\s\S]*"usage"\s*:\s*(\{(?:[^{}]|\{[^{}]*\})*\})/.exec(text) ?? []
  const [, model] = /"model"\s*:\s*"([^"\\]{1,200})"/.exec(text) ?? []
  return usage === undefined ? undefined : { usage: parseJson(usage), model }
}

/** How an answer is read; undefined for one that tells nothing (sound, files). */
function readerOf(type: string, findings: Findings, binary: (() => EventDecoder) | undefined): Reader | undefined {
  if (type.startsWith('text/event-stream')) return eventReader(findings, createSseDecoder())
  if (type.startsWith('application/vnd.amazon.eventstream')) return binary === undefined ? undefined : eventReader(findings, binary())
  return /^application\/(?:[\w.-]+\+)?json/.test(type) ? wholeReader(findings) : undefined
}

const unpackers: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** What an answer looks like from outside. */
export type AnswerForm = {
  readonly type: string
  readonly encoding: string | undefined
  /** Decoder of the provider's own framing. */
  readonly binary?: (() => EventDecoder) | undefined
}

/**
 * Follows a body on its way and calls `done` once, when it has ended and what it told is known: before whoever else listens
 * hears of the end where it is not packed. Damaged bytes tell nothing; they go on all the same.
 */
export function followUsage(body: Readable, form: AnswerForm, done: (read: ReadUsage) => void): void {
  const findings = new Findings()
  const reader = readerOf(form.type, findings, form.binary)
  const unpack = form.encoding === undefined || form.encoding === 'identity' ? undefined : unpackers.get(form.encoding)
  if (reader === undefined || (form.encoding !== undefined && form.encoding !== 'identity' && unpack === undefined)) {
    body.once('end', () => done(findings))
    return
  }
  const guarded = guard(reader)
  const source = unpack?.()
  if (source === undefined) {
    body.on('data', (bytes: Buffer) => guarded.push(bytes))
    body.once('end', () => {
      guarded.end()
      done(findings)
    })
    return
  }
  body.on('data', (bytes: Buffer) => {
    // a packed answer that grows faster than it can be unpacked is not followed to its end
    if (source.writableLength > maxWholeBytes) source.destroy(new Error('too much is waiting to be unpacked'))
    else source.write(bytes)
  })
  body.once('end', () => source.end())
  body.once('close', () => source.end())
  source.on('data', (bytes: Buffer) => guarded.push(bytes))
  source.once('end', () => {
    guarded.end()
    done(findings)
  })
  source.once('error', () => done(findings))
}

/** A reader that stops at the first thing it cannot read. */
function guard(reader: Reader): Reader {
  let isBroken = false
  const attempt = (step: () => void) => {
    if (isBroken) return
    try {
      step()
    } catch {
      isBroken = true // the provider's answer is the caller's to read; only its cost stays unknown
    }
  }
  return { push: (bytes) => attempt(() => reader.push(bytes)), end: () => attempt(() => reader.end()) }
}
