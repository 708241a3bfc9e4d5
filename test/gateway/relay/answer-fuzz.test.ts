/** Answers of many layouts, some of them damaged: one that may go out as it came says what it says when it is parsed, as UTF-8. */
import { expect, test } from 'vitest'
import { readAnswer } from '../../../src/gateway/relay/read-answer.js'
import { readSmall } from '../../../src/gateway/relay/read-small.js'
import { seededRandom } from '../../../src/runtime/trace/seeded-random.js'
import { runs } from '../../support/soak.js'

const random = seededRandom(7)
const below = (count: number) => Math.floor(random() * count)
const one = <T>(list: readonly [T, ...T[]]): T => list[below(list.length)] ?? list[0]
const often = (share: number) => random() < share

const texts = [
  '',
  'word',
  'two "quoted" words',
  'a\\b\\\\',
  'line\nline\ttab',
  'Grüße 🦊',
  '<think>hm</think>so',
  '<thin>',
  '{"id":"x","created":1,"model":"m","content":"c"}',
  '","finish_reason":"length","x":"',
  '\u0000\u007f\u0085',
] as const
const written = (value: unknown, indent: number) => JSON.stringify(value, undefined, indent)
/** The same text in another spelling of JSON. */
const escaped = (json: string) =>
  json.replace(/[<>t-zà-ÿ]/g, (letter) => (often(0.5) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter))

function usage(): object {
  const [prompt, completion] = [below(5), below(9)]
  const counts = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion + (often(0.05) ? 1 : 0) }
  if (often(0.2)) return { ...counts, prompt_tokens_details: { cached_tokens: below(3), note: one(['}', '{', '"', 'é']) } }
  return often(0.5) ? { ...counts, completion_tokens_details: { reasoning_tokens: below(4) } } : counts
}

/** Members in this order; each answer of a memory has the same, mostly. */
type Layout = { readonly order: readonly string[]; readonly indent: number; readonly hasFingerprint: boolean; readonly tier: unknown }

const names = ['id', 'object', 'created', 'model', 'choices', 'usage', 'system_fingerprint', 'service_tier'] as const

function layout(): Layout {
  const order = often(0.5) ? [...names] : [...names].sort(() => random() - 0.5)
  return { order, indent: one([0, 0, 1]), hasFingerprint: often(0.5), tier: one(['default', undefined, null, '']) }
}

function answer({ order, indent, hasFingerprint, tier }: Layout): string {
  const message = { role: 'assistant', content: often(0.05) ? null : one(texts) }
  const choice = { index: 0, message, finish_reason: often(0.1) ? one(['length', 'tool_calls', 'eos', '', null]) : 'stop' }
  const members: { readonly [name: string]: unknown } = {
    id: often(0.9) ? `chatcmpl-${below(1_000)}` : one(texts),
    object: often(0.98) ? 'chat.completion' : 'chat',
    created: often(0.95) ? 1_760_000_000 + below(1_000) : one([0, 1.5, -3, 1e21, '1']),
    model: often(0.95) ? 'gpt-4o' : one(['gpt-4o-mini', 'modèle', '']),
    choices: often(0.97) ? [choice] : [choice, choice],
    usage: often(0.97) ? usage() : null,
    system_fingerprint: hasFingerprint ? (often(0.8) ? `fp_${below(10)}` : one(texts)) : null,
    service_tier: tier,
  }
  const json = written(Object.fromEntries(order.map((name) => [name, members[name]])), indent)
  return often(0.2) ? escaped(json) : json
}

/** One byte more, less or other, or a piece moved. */
function damaged(text: string): string {
  const [at, length] = [below(text.length), below(12)]
  const byte = one(['"', '\\', '{', '}', ',', ':', '0', 'e', '\n', '\t', ' ', '\u0001', 'x', '\\u12', '"model":"m",', '"id":"y",'])
  return one([
    () => text.slice(0, at) + byte + text.slice(at),
    () => text.slice(0, at) + byte + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + length),
    () => text.slice(0, at) + text.slice(at, at + length).repeat(2) + text.slice(at + length),
  ])()
}

const total = runs(4_000, 400_000)

/** The parsed answer, undefined where it is no JSON. */
function parsed(bytes: Buffer): { readonly [name: string]: unknown } | undefined {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

/** A name that stands twice: what is read by scanning is not sure of it. */
const hasTwice = (bytes: Buffer) => names.some((name) => bytes.indexOf(`"${name}"`) !== bytes.lastIndexOf(`"${name}"`))

test(`${total} answers`, { timeout: 300_000 }, () => {
  let taken = 0
  for (let nth = 0; nth < total / 20; nth++) {
    const same = layout()
    for (let at = 0; at < 20; at++) {
      const whole = answer(often(0.95) ? same : layout())
      const bytes = Buffer.from(often(0.3) ? damaged(whole) : whole)
      const read = readSmall(bytes, 'chat')
      const scanned = readAnswer(bytes, 'chat', false)
      if (read !== undefined && scanned !== undefined && !hasTwice(bytes))
        expect([whole, read]).toEqual([whole, { ...scanned, id: scanned.id ?? read.id, text: read.text }])
      if (read === undefined) continue
      taken++
      const body = parsed(bytes)
      const edited = `${bytes.toString('latin1', 0, read.modelFrom)}"asked"${bytes.toString('latin1', read.modelTo)}`
      expect({ ...read, usage: undefined }).toMatchObject({ id: body?.id, model: body?.model, text: bytes.toString('latin1') })
      expect([read.tier ?? null, read.usage]).toEqual([body?.service_tier ?? null, body?.usage])
      expect(parsed(Buffer.from(edited, 'latin1'))).toEqual({ ...body, model: 'asked' })
    }
  }
  expect(taken).toBeGreaterThan(total / 4)
})
