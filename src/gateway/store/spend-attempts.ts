/**
 * Attempts as a row of the spend log keeps them: most requests have one, which says of its deployment and its end what the row
 * says already. What is left out here is filled in again when the row is read.
 */
import type { SpendRow } from './spend-row.js'
import type { Json, JsonObject } from './tables.js'

/** The row as it is kept. */
export function withoutRepeats(row: SpendRow): SpendRow {
  const { attempts } = row.metadata
  if (!isList(attempts)) return row
  return { ...row, metadata: { ...row.metadata, attempts: attempts.map((attempt) => slim(attempt, row.model_id)) } }
}

/** The same of one attempt, of which everything is known. `modelId` is the row's. */
export function keptAttempt(attempt: { id: string; outcome: string; status: number; ms: number }, modelId: string): JsonObject {
  const { id, outcome, status, ms } = attempt
  if (isUsualAttempt(attempt)) return id === modelId ? { ms } : { id, ms }
  return id === modelId ? { outcome, status, ms } : attempt
}

/**
 * What most rows have beside their columns: an attempt of which {@link keptAttempt} keeps the time alone, and whether it was a stream.
 * It has a class so that its text is known without a look at its members.
 */
export class OneAttempt {
  [name: string]: Json
  readonly attempts: readonly [{ readonly ms: number }]

  /** `ms` is the time of the attempt. */
  constructor(ms: number, isStream: boolean) {
    this.attempts = [{ ms }]
    if (isStream) this.stream = true
  }
}

/** Whether {@link keptAttempt} keeps the time alone. */
export function isUsualAttempt({ outcome, status }: { readonly outcome?: Json; readonly status?: Json }): boolean {
  return outcome === usual.outcome && status === usual.status
}

/** The JSON of it. */
export function oneAttemptText({ attempts: [{ ms }], stream }: OneAttempt): string {
  return stream === true ? `{"attempts":[{"ms":${ms}}],"stream":true}` : `{"attempts":[{"ms":${ms}}]}`
}

/** What `withoutRepeats` left out, again. */
export function withRepeats(metadata: JsonObject, modelId: string): JsonObject {
  const { attempts } = metadata
  return isList(attempts) ? { ...metadata, attempts: attempts.map((attempt) => whole(attempt, modelId)) } : metadata
}

/** What the engine calls an attempt that was answered, and what was answered with. */
const usual = { outcome: 'ok', status: 200 } as const

function slim(attempt: Json, modelId: string): Json {
  if (!isMap(attempt)) return attempt
  const { id, ...rest } = attempt
  const own = id === undefined || id === modelId ? rest : { id, ...rest }
  if (!isUsualAttempt(own)) return own
  const { outcome: _outcome, status: _status, ...little } = own
  return little
}

function whole(attempt: Json, modelId: string): Json {
  if (!isMap(attempt)) return attempt
  return { id: modelId, ...('outcome' in attempt ? {} : usual), ...attempt }
}

function isMap(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
