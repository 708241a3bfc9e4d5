/** The stream of a text completion: pieces as they come, then one piece with the finish of each choice, then the usage. */
import type { CompletionChunk } from '../../protocol/completions.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { Call, StreamCodec, StreamEvent, Target } from '../adapter.js'
import { incompleteStream, invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { settleUsage } from '../shared/usage.js'
import { brokenChoice, hasError } from './chat-reply.js'
import { choiceText, completionFinish } from './completion-text.js'
import { openAiErrorRules } from './errors.js'

/** What the fold carries from event to event. */
export type CompletionStreamState = {
  readonly call: Call<'completions'>
  readonly target: Target
  /** By index of the choice: the host's finish reason, undefined while it runs. */
  readonly finishes: Map<number, unknown>
  /** Of the first chunk, for the whole stream. */
  head: Pick<CompletionChunk, 'id' | 'created' | 'model' | 'system_fingerprint'> | undefined
  usage: JsonRecord | undefined
  isDone: boolean
}

type Chunks = readonly CompletionChunk[]

/** The fold. Ends with `[DONE]`, or with the connection once every choice has a finish reason. */
export const completionStream: StreamCodec<'completions', CompletionStreamState> = {
  start: (call, target) => ({ call, target, finishes: new Map(), head: undefined, usage: undefined, isDone: false }),
  fromEvent,
  end: (state) => (state.isDone ? [] : close(state)),
  isDone: (state) => state.isDone,
}

function fromEvent(state: CompletionStreamState, event: StreamEvent): Outcome<Chunks> {
  const data = event.data.trim()
  if (state.isDone || data === '') return []
  if (data === '[DONE]') return close(state)
  const chunk = parseJson(data)
  if (!isRecord(chunk)) return invalidReply(state.target, 'a stream event that is not JSON', data)
  if (event.event === 'error' || hasError(chunk)) return streamError(state, chunk)
  if (isRecord(chunk.usage)) state.usage = chunk.usage
  state.head ??= headOf(state, chunk)
  const choices: CompletionChunk['choices'] = []
  for (const choice of recordsOf(chunk.choices)) {
    const broken = brokenChoice(choice, state.target)
    if (broken !== undefined) return broken
    const index = typeof choice.index === 'number' && Number.isInteger(choice.index) && choice.index >= 0 ? choice.index : 0
    state.finishes.set(index, textOf(choice.finish_reason) ?? state.finishes.get(index))
    const text = choiceText(choice, 'delta') ?? ''
    const logprobs = isRecord(choice.logprobs) ? choice.logprobs : null
    if (text !== '' || logprobs !== null) choices.push({ text, index, logprobs, finish_reason: null })
  }
  return choices.length > 0 ? [chunkOf(state, choices)] : []
}

function streamError(state: CompletionStreamState, value: JsonRecord): Fault {
  return { failure: embeddedFailure(value, state.target, openAiErrorRules(state.target.provider.name)) }
}

function headOf({ call, target }: CompletionStreamState, chunk: JsonRecord): NonNullable<CompletionStreamState['head']> {
  const fingerprint = textOf(chunk.system_fingerprint)
  return {
    id: textOf(chunk.id) ?? newId(call.random, 'cmpl-'),
    created: typeof chunk.created === 'number' && chunk.created > 0 ? chunk.created : Math.floor(call.now() / 1000),
    model: textOf(chunk.model) ?? target.model,
    ...(fingerprint !== undefined && { system_fingerprint: fingerprint }),
  }
}

function chunkOf(state: CompletionStreamState, choices: CompletionChunk['choices']): CompletionChunk {
  return { ...(state.head ?? headOf(state, {})), object: 'text_completion', choices }
}

/** The end, whether told by `[DONE]` or by the connection; without a finish of every choice the answer is only part. */
function close(state: CompletionStreamState): Outcome<Chunks> {
  const finishes = [...state.finishes]
  if (finishes.length === 0 || finishes.some(([, finish]) => finish === undefined)) return incompleteStream(state.target)
  state.isDone = true
  const last = chunkOf(
    state,
    finishes.map(([index, finish]) => ({ text: '', index, logprobs: null, finish_reason: completionFinish(finish) })),
  )
  return state.usage === undefined ? [last] : [last, { ...chunkOf(state, []), usage: settleUsage(state.usage) }]
}
