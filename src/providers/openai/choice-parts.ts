/** What whole answers and streams read alike in a choice. */
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'

/** Most choices a request may ask for. */
const mostChoices = 128

/** The place of a choice as the host says it; `otherwise` where it says none that can be. */
export function choiceIndex(index: unknown, otherwise: number): number {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < mostChoices ? index : otherwise
}

/** Id of a call. `"null"` is what some servers write for an id they do not have. */
export function idOf(delta: JsonRecord): string | undefined {
  return delta.id === 'null' ? undefined : textOf(delta.id)
}

/** Arguments as JSON text; some hosts send the object itself. */
export function argumentText(value: unknown): string {
  if (typeof value === 'string') return value
  return isRecord(value) ? JSON.stringify(value) : ''
}
