/** What every official client can be asked to do, so that one table of tests runs over all of them. */

/** What a client told of an answer. */
export type Told = {
  readonly text: string
  /** Why it ended, in OpenAI's words. */
  readonly end: string | undefined
  /** Tokens in and out. */
  readonly usage: readonly [number | undefined, number | undefined]
}

/** An error as a program sees it that catches it. */
export type Refused = {
  readonly name: string
  readonly status: number | undefined
  readonly message: string
  /** Undefined where the client has no such member. */
  readonly requestId?: string | null | undefined
}

export type Form = 'whole' | 'streamed'

/** A client that is pointed at a gateway. Methods reject with the client's own errors. */
export type Driven = {
  ask(model: string, text: string): Promise<Told>
  /** Also tells how many pieces of text came. */
  stream(model: string, text: string): Promise<Told & { readonly pieces: number }>
  /** Lets the model call the tool `weather`, with the client's own helper for that; gives the last answer. */
  useTool(model: string, text: string, form: Form, run: (city: string) => string): Promise<string>
  /** Asks for an answer by {@link citySchema}, with the client's own helper for that. */
  structure(model: string, form: Form): Promise<unknown>
  embed?(model: string, texts: readonly string[]): Promise<readonly (readonly number[])[]>
  /** Leaves a stream after its first piece. */
  leave(model: string, text: string): Promise<void>
  refused(error: unknown): Refused
}

/** An official client. `key` is what the program has for a key. */
export type Driver = { readonly name: string; open(url: string, key: string): Driven }

/** JSON schema of a structured answer, and of the tool's input. */
export const citySchema = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false as const,
}

export const toolName = 'weather'
export const toolDescription = 'Tells the weather of a city.'

/** The city in the input of a tool, whatever came. */
export function cityOf(input: unknown): string {
  return typeof input === 'object' && input !== null && 'city' in input ? String(input.city) : ''
}
