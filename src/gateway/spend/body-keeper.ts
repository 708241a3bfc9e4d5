/** Gathers what one request asked and was answered, where the config keeps that beside its row (`store_prompts_in_spend_logs`). */
import { isRecord, type JsonRecord } from '../../providers/shared/json.js'
import type { GatewayCall } from '../route.js'
import type { SpendBodies } from '../store/spend-row.js'
import { isSwitch } from '../switch.js'
import { bodiesToKeep } from './bodies-to-keep.js'
import { StreamedAnswer } from './streamed-answer.js'

/** Headers by which a request asks that nobody keeps what it says. */
const redactions = ['x-litellm-enable-message-redaction', 'litellm-enable-message-redaction'] as const

/** Keeps the body of a call from here on, where that is wanted and the caller has nothing against it. */
export function keepBodies({ serving, request, notes }: GatewayCall, body: JsonRecord): void {
  const { bodies } = serving.settings.store
  if (bodies === undefined || isSwitch(body['no-log'], true) || redactions.some((name) => isSwitch(request.headers[name], true))) return
  notes.keeper = new BodyKeeper(body, bodies.longestText)
}

export class BodyKeeper {
  readonly #asked: JsonRecord
  readonly #longestText: number
  #answer: object | undefined
  #streamed: StreamedAnswer | undefined

  constructor(asked: JsonRecord, longestText: number) {
    this.#asked = asked
    this.#longestText = longestText
  }

  /** Takes a whole answer. */
  answered(answer: object): void {
    this.#answer = answer
  }

  /** Takes a chunk of a stream. */
  streamed(chunk: unknown): void {
    this.#streamed ??= new StreamedAnswer()
    this.#streamed.add(chunk)
  }

  /** What is to be kept, of as much as has come. */
  bodies(): SpendBodies {
    return bodiesToKeep(messagesOf(this.#asked), this.#answer ?? this.#streamed?.answer() ?? {}, this.#longestText)
  }
}

/** What was asked, whatever the API calls it; instructions that stand apart come first. */
function messagesOf(asked: JsonRecord): unknown {
  const said = asked.messages ?? asked.input ?? asked.contents ?? asked.prompt ?? asked.query ?? {}
  const rules = asked.system ?? asked.instructions ?? asked.systemInstruction ?? asked.system_instruction
  if (rules === undefined || rules === null) return said
  const list: readonly unknown[] = Array.isArray(said) ? said : [isRecord(said) ? said : { role: 'user', content: said }]
  return [{ role: 'system', content: rules }, ...list]
}
