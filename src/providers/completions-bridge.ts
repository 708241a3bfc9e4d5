/** Serves text completions over any chat codec: the prompt is one message of the user. */
import type { ChatChunk, ChatReply, ChatRequest, FinishReason, Usage } from '../protocol/chat.js'
import type { CompletionChunk, CompletionReply, CompletionRequest } from '../protocol/completions.js'
import { isFault, type Outcome } from '../protocol/failure.js'
import type { Call, EndpointCodec, StreamCodec, Target } from './adapter.js'
import { badRequest } from './shared/failure.js'
import { isRecord, type JsonRecord } from './shared/json.js'
import { type Refusal, settleRefused } from './shared/params.js'
import { settledCall } from './shared/settled-request.js'
import { isTextList } from './shared/text-input.js'

type State = { readonly inner: unknown; readonly refused: ReturnType<typeof badRequest> | undefined }

/** The endpoint `completions` of a provider that has chat only. A list of prompts is one call each, unless streamed. */
export function completionsOverChat(chat: EndpointCodec<'chat'>): EndpointCodec<'completions', State> {
  const { follow, stream } = chat
  return {
    toRequest(call, target) {
      const asked = chatCall(call, target)
      return isFault(asked) ? asked : chat.toRequest(asked, target)
    },
    fromResponse(reply, call, target) {
      const asked = chatCall(call, target)
      if (isFault(asked)) return asked
      const answer = chat.fromResponse(reply, asked, target)
      return isFault(answer) ? answer : completionOf(answer)
    },
    ...(stream !== undefined && { stream: bridgedStream(stream) }),
    ...(follow !== undefined && {
      follow(reply, call, target, round, sent) {
        const asked = chatCall(call, target)
        return isFault(asked) ? asked : follow(reply, asked, target, round, sent)
      },
    }),
    split({ request, stream: isStreamed }) {
      const { prompt } = request
      if (isStreamed || !isTextList(prompt) || prompt.length < 2) return undefined
      return prompt.map((one) => ({ ...request, prompt: one }))
    },
    join: joined,
  }
}

const differing: ReadonlySet<string> = new Set(['prompt', 'suffix', 'echo', 'best_of', 'logprobs'])

function chatCall(given: Call<'completions'>, target: Target): Outcome<Call<'chat'>> {
  const call = settledCall(given, target)
  const request: CompletionRequest & JsonRecord = call.request
  const refused = settleRefused(request, refusals(request), call, target)
  if (refused !== undefined) return refused
  const { prompt } = request
  const text = isTextList(prompt) && prompt.length === 1 ? prompt[0] : prompt
  if (typeof text !== 'string') {
    const what = isTextList(prompt)
      ? 'a list of prompts cannot be streamed over a chat model; send them one by one'
      : '`prompt` is not text'
    return badRequest(target, what, 'prompt')
  }
  const members = Object.fromEntries(Object.entries(request).filter(([name]) => !differing.has(name)))
  const chat: JsonRecord = { ...members, messages: [{ role: 'user', content: text }] }
  return { ...call, endpoint: 'chat', request: chat as unknown as ChatRequest } // the rest of a completion request is chat's too
}

/** What only a model that continues text can do. */
function refusals({ suffix, echo, best_of: best, logprobs, n }: CompletionRequest): Refusal[] {
  const why = 'a chat model answers the prompt, it does not continue it'
  const refused: Refusal[] = []
  if (suffix) refused.push({ name: 'suffix', why })
  if (echo) refused.push({ name: 'echo', why })
  if (typeof best === 'number' && best > (n ?? 1)) refused.push({ name: 'best_of', why })
  if (typeof logprobs === 'number') refused.push({ name: 'logprobs', why: 'a chat model counts them otherwise' })
  return refused
}

function completionFinish(finish: FinishReason): 'stop' | 'length' | 'content_filter' {
  return finish === 'length' || finish === 'content_filter' ? finish : 'stop'
}

function completionOf({ choices, object: _object, usage, ...reply }: ChatReply): CompletionReply {
  return {
    id: reply.id,
    object: 'text_completion',
    created: reply.created,
    model: reply.model,
    choices: choices.map(({ index, message, finish_reason }) => ({
      index,
      text: message.content ?? '',
      finish_reason: completionFinish(finish_reason),
      logprobs: null,
    })),
    ...(reply.system_fingerprint !== undefined && { system_fingerprint: reply.system_fingerprint }),
    ...(usage !== undefined && { usage }),
  }
}

/** One reply of several: choices counted on, counts added. */
function joined(replies: readonly CompletionReply[]): CompletionReply {
  const first = replies[0] as CompletionReply // `split` makes two at least
  const choices = replies.flatMap((reply) => reply.choices).map((choice, index) => ({ ...choice, index }))
  const usage = replies.map((reply): unknown => reply.usage).reduce(added)
  return { ...first, choices, ...(isRecord(usage) && { usage: usage as Usage }) } // counts of the same shape, added
}

/** Numbers added, objects member by member. */
function added(one: unknown, two: unknown): unknown {
  if (typeof one === 'number' && typeof two === 'number') return one + two
  if (!isRecord(one) || !isRecord(two)) return one ?? two
  return Object.fromEntries([...new Set([...Object.keys(one), ...Object.keys(two)])].map((key) => [key, added(one[key], two[key])]))
}

function bridgedStream(chat: StreamCodec<'chat', unknown>): StreamCodec<'completions', State> {
  const told = (chunks: Outcome<readonly ChatChunk[]>) => (isFault(chunks) ? chunks : chunks.flatMap(completionChunk))
  return {
    start(call, target) {
      const asked = chatCall(call, target)
      return isFault(asked) ? { inner: undefined, refused: asked } : { inner: chat.start(asked, target), refused: undefined }
    },
    fromEvent: (state, event) => state.refused ?? told(chat.fromEvent(state.inner, event)),
    end: (state) => state.refused ?? told(chat.end(state.inner)),
    isDone: (state) => state.refused === undefined && chat.isDone(state.inner),
  }
}

/** Chunks with text, an end, or counts; what else a chat model sends has no place here. */
function completionChunk(chunk: ChatChunk): CompletionChunk[] {
  const choices = chunk.choices.flatMap(({ index, delta, finish_reason: finish }) => {
    const text = typeof delta.content === 'string' ? delta.content : ''
    if (text === '' && finish === null) return []
    return [{ index, text, finish_reason: finish === null ? null : completionFinish(finish), logprobs: null }]
  })
  if (choices.length === 0 && !chunk.usage) return []
  const { id, created, model, usage, system_fingerprint: fingerprint } = chunk
  return [
    {
      id,
      object: 'text_completion',
      created,
      model,
      choices,
      ...(fingerprint !== undefined && { system_fingerprint: fingerprint }),
      ...(usage && { usage }),
    },
  ]
}
