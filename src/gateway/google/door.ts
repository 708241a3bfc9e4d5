/** What stands behind the model name of a Gemini request: Gemini alone, or models that do not know what is Google's own. */
import { type Host, takesTopK } from '../behind.js'

/** How much of a request can go on. */
export type Door = {
  /** True where every host takes Gemini's own body: what is Google's own then passes unchanged. */
  readonly isGemini: boolean
  /** False where a host refuses `top_k`, which OpenAI does not know. */
  readonly takesTopK: boolean
}

/** Formats whose body is that of `generateContent`. */
const geminiFormats: ReadonlySet<string> = new Set(['gemini', 'vertex', 'vertex-gemini'])

/** The door for the hosts of a name. Where one of them is not Gemini all are taken as foreign: nobody knows yet which will answer. */
export function doorOf(hosts: readonly Host[]): Door {
  return { isGemini: hosts.length > 0 && hosts.every(({ format }) => geminiFormats.has(format)), takesTopK: takesTopK(hosts) }
}
