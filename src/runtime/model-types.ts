/** Which model names each endpoint takes, as types over the tables that emitted code fills in. */

/** A feature that a model may be known to lack. */
export type Feature = 'tools' | 'vision' | 'json_schema' | 'reasoning'

/**
 * Tables of public model names by mode. Each property is a name, its type the union of features the model is
 * known to lack (`never` where none is). `wildcards` hold names with `*` the same way, as the config writes them.
 * A mode without a table has no models.
 */
export type ClientModels = {
  readonly chat: object
  readonly embedding: object
  readonly completion?: object
  readonly responses?: object
  readonly image?: object
  readonly imageEdit?: object
  readonly transcription?: object
  readonly speech?: object
  readonly moderation?: object
  readonly rerank?: object
  readonly wildcards?: { readonly [T in TableName]?: object }
}

/** A mode that has a table. */
export type TableName = Exclude<keyof ClientModels, 'wildcards'>

/** The exact names of a table. */
export type Names<Table> = Extract<keyof Table, string>

/** Every text that a pattern with `*` stands for: `openai/*` is `` `openai/${string}` ``. */
export type Matching<Pattern extends string> = Pattern extends `${infer Head}*${infer Tail}` ? `${Head}${string}${Matching<Tail>}` : Pattern

/**
 * A closed union of model names. Patterns are intersected with an empty record: the compiler would else swallow the exact
 * names that a pattern covers, and editors would no longer offer them. (`{}` does not survive a generic type.)
 */
export type ModelName<Table, Wildcards = unknown> =
  | Names<Table>
  | { [P in Names<Wildcards>]: Matching<P> & Record<never, never> }[Names<Wildcards>]

/** The tables of one mode, the exact names and the patterns. */
type Table<M extends ClientModels, T extends TableName> = M extends { readonly [K in T]: infer Found } ? Found : unknown
type Wildcards<M extends ClientModels, T extends TableName> = M['wildcards'] extends { readonly [K in T]: infer Found } ? Found : unknown

/** Every name of some modes, one at a time so that a mode without a table adds nothing. */
type NamesOf<M extends ClientModels, T extends TableName> = T extends TableName ? ModelName<Table<M, T>, Wildcards<M, T>> : never

/** Every name that a chat request may ask for. */
export type ChatName<M extends ClientModels> = NamesOf<M, 'chat' | 'responses'>
/** Every name that a request of the Responses API may ask for. */
export type ResponsesName<M extends ClientModels> = NamesOf<M, 'responses' | 'chat'>
/** Every name that a text completion may ask for. */
export type CompletionName<M extends ClientModels> = NamesOf<M, 'completion' | 'chat'>
/** Every name whose tokens can be counted. */
export type TokensName<M extends ClientModels> = NamesOf<M, 'chat' | 'responses' | 'completion'>
/** Every name that an embedding request may ask for. */
export type EmbeddingName<M extends ClientModels> = NamesOf<M, 'embedding'>
/** Every name that makes images. */
export type ImageName<M extends ClientModels> = NamesOf<M, 'image'>
/** Every name that changes images. */
export type ImageEditName<M extends ClientModels> = NamesOf<M, 'imageEdit' | 'image'>
/** Every name that turns speech into text. */
export type TranscriptionName<M extends ClientModels> = NamesOf<M, 'transcription'>
/** Every name that turns text into speech. */
export type SpeechName<M extends ClientModels> = NamesOf<M, 'speech'>
/** Every name that judges content. */
export type ModerationName<M extends ClientModels> = NamesOf<M, 'moderation'>
/** Every name that ranks documents. */
export type RerankName<M extends ClientModels> = NamesOf<M, 'rerank'>

/** Names of a table that are known to lack a feature. */
type Lacking<Table, F extends Feature> = { [N in Names<Table>]: F extends Table[N] ? N : never }[Names<Table>]
type LackingMatch<Wildcards, F extends Feature> = {
  [P in Names<Wildcards>]: F extends Wildcards[P] ? Matching<P> : never
}[Names<Wildcards>]

/** The modes whose models hold a conversation. */
type Talking = 'chat' | 'responses'
type ExactOf<M extends ClientModels, T extends TableName> = T extends TableName ? Names<Table<M, T>> : never
type LackingOf<M extends ClientModels, F extends Feature, T extends TableName> = T extends TableName ? Lacking<Table<M, T>, F> : never
type LackingMatchOf<M extends ClientModels, F extends Feature, T extends TableName> = T extends TableName
  ? LackingMatch<Wildcards<M, T>, F>
  : never

/**
 * True where `N` is known to lack `F`. A union of names lacks it only when each of them does: a variable of type
 * `ChatModel` takes every feature.
 */
export type Lacks<M extends ClientModels, N extends string, F extends Feature> = [
  Extract<N, ExactOf<M, Talking>>,
  Exclude<N, ExactOf<M, Talking>>,
] extends [LackingOf<M, F, Talking>, LackingMatchOf<M, F, Talking>]
  ? true
  : false
