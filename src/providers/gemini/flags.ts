/** What Gemini models do differently, by the catalogue's flags. Without a flag the form is used that every generation takes. */
import type { Target } from '../adapter.js'

/**
 * - `gemini-3`: Gemini 3 and later: effort as `thinkingLevel`, no penalties, media inside tool results, a schema beside tools.
 * - `effort-minimal`: takes the level `minimal` (Gemini 3 Flash).
 * - `no-effort-medium`: takes the levels `low` and `high` only (Gemini 3 Pro preview).
 * - `thinking-always`: a budget below 128 is refused (Gemini 2.5 Pro).
 * - `no-penalties`: `presencePenalty` and `frequencyPenalty` are refused (some 2.5 previews).
 * - `openapi-schema`: knows no JSON Schema, only the OpenAPI subset (before Gemini 2.0, Gemma).
 * - `no-system-instruction`: knows no `systemInstruction` (Gemma).
 */
export type GeminiFlag =
  | 'gemini-3'
  | 'effort-minimal'
  | 'no-effort-medium'
  | 'thinking-always'
  | 'no-penalties'
  | 'openapi-schema'
  | 'no-system-instruction'

/** True where the catalogue says so of the target's model. */
export function hasFlag(target: Target, flag: GeminiFlag): boolean {
  const flags: readonly string[] = target.deployment.flags
  return flags.includes(flag)
}
