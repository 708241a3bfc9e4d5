/** What of a request the model reads: its texts, and what counts beside them. The same for every endpoint and every way of counting. */
import type { Endpoint } from '../../providers/adapter.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../../providers/shared/json.js'

export type Prompt = {
  /** Texts in order, tools and schemas as JSON. */
  readonly texts: string[]
  /** Messages, each of which is framed. */
  messages: number
  /** Images asked for in high detail, and all others. */
  highImages: number
  images: number
  /** Tokens that the request gives as numbers. */
  given: number
  /** True where tools are offered. */
  tools: boolean
  /** True for a list of inputs that the model reads one by one: its window has to hold the longest, not all. */
  apart: boolean
  /** Tokens of the longest input that is given as numbers. */
  longestGiven: number
}

/** The prompt of a request. What is not of the form that its endpoint knows counts as nothing: providers refuse it. */
export function readPrompt(endpoint: Endpoint, request: object): Prompt {
  const prompt: Prompt = { texts: [], messages: 0, highImages: 0, images: 0, given: 0, tools: false, apart: false, longestGiven: 0 }
  // Every member is read through a check of its own type.
  const body = request as JsonRecord
  readers[endpoint](prompt, body)
  return prompt
}

type Reader = (prompt: Prompt, body: JsonRecord) => void

const readPicture: Reader = (prompt, body) => addText(prompt, body.prompt)
const readNothing: Reader = () => undefined

const readers: { readonly [E in Endpoint]: Reader } = {
  chat: readChat,
  tokens: readChat,
  completions: (prompt, body) => {
    readInputs(prompt, body.prompt)
    addText(prompt, body.suffix)
  },
  embeddings: (prompt, body) => readInputs(prompt, body.input),
  moderations: (prompt, body) => {
    readInputs(prompt, body.input)
    for (const part of recordsOf(body.input)) readPart(prompt, part)
  },
  rerank: (prompt, body) => {
    prompt.apart = true
    addText(prompt, body.query)
    for (const document of listOf(body.documents)) {
      addText(prompt, document)
      if (isRecord(document)) for (const value of Object.values(document)) addText(prompt, value)
    }
  },
  responses: readResponses,
  speech: (prompt, body) => {
    addText(prompt, body.input)
    addText(prompt, body.instructions)
  },
  images: readPicture,
  imageEdits: readPicture,
  transcriptions: readNothing,
  translations: readNothing,
}

function readChat(prompt: Prompt, body: JsonRecord): void {
  for (const message of recordsOf(body.messages)) {
    prompt.messages++
    for (const name of ['role', 'name', 'content', 'refusal']) addText(prompt, message[name])
    for (const part of recordsOf(message.content)) readPart(prompt, part)
    addJson(prompt, message.tool_calls)
    addJson(prompt, message.function_call)
  }
  addTools(prompt, body.tools)
  addTools(prompt, body.functions)
  if (isRecord(body.response_format)) addJson(prompt, body.response_format.json_schema)
}

function readResponses(prompt: Prompt, body: JsonRecord): void {
  addText(prompt, body.instructions)
  addText(prompt, body.input)
  for (const item of recordsOf(body.input)) {
    prompt.messages++
    for (const name of ['role', 'content', 'name', 'arguments', 'output']) addText(prompt, item[name])
    for (const list of [item.content, item.output, item.summary]) for (const part of recordsOf(list)) readPart(prompt, part)
  }
  addTools(prompt, body.tools)
  if (isRecord(body.text) && isRecord(body.text.format)) addJson(prompt, body.text.format.schema)
}

/** A text, or several, or numbers of tokens, or lists of such. */
function readInputs(prompt: Prompt, input: unknown): void {
  addText(prompt, input)
  if (!Array.isArray(input)) return
  const isOne = typeof input[0] === 'number'
  if (isOne) addGiven(prompt, input.length)
  else prompt.apart = true
  for (const one of input) {
    addText(prompt, one)
    if (Array.isArray(one)) addGiven(prompt, one.length)
  }
}

function readPart(prompt: Prompt, part: JsonRecord): void {
  addText(prompt, part.text)
  if (part.type !== 'image_url' && part.type !== 'input_image') return
  const detail = isRecord(part.image_url) ? part.image_url.detail : part.detail
  if (detail === 'high') prompt.highImages++
  else prompt.images++
}

function addGiven(prompt: Prompt, tokens: number): void {
  prompt.given += tokens
  prompt.longestGiven = Math.max(prompt.longestGiven, tokens)
}

function addText(prompt: Prompt, value: unknown): void {
  if (typeof value === 'string' && value !== '') prompt.texts.push(value)
}

function addTools(prompt: Prompt, tools: unknown): void {
  if (!Array.isArray(tools) || tools.length === 0) return
  prompt.tools = true
  addJson(prompt, tools)
}

function addJson(prompt: Prompt, value: unknown): void {
  if (value === undefined || value === null) return
  try {
    addText(prompt, JSON.stringify(value))
  } catch {
    return // what has no JSON form cannot be sent either: the adapter says so, with the deployment's name
  }
}
