/** What stands behind the model name of a Messages request: Claude alone, or models that do not know what is Anthropic's own. */
import { type Host, takesTopK } from '../behind.js'

/** How much of a request can go on. */
export type Door = {
  /** True where every host is Anthropic's API at one of its addresses: what is Anthropic's own then passes unchanged. */
  readonly isClaude: boolean
  /** True where the adapters of all hosts read `thinking` as Anthropic writes it, and media in the results of tools. */
  readonly knowsBlocks: boolean
  /** False where a host refuses `top_k`, which OpenAI does not know. */
  readonly takesTopK: boolean
}

/** Formats whose body is that of the Messages API. */
const messagesFormats: ReadonlySet<string> = new Set(['anthropic', 'azure-anthropic', 'vertex-anthropic'])

/** Formats whose adapters read Anthropic's `thinking`, and put media into results where their model takes them there. */
const blockFormats: ReadonlySet<string> = new Set([...messagesFormats, 'bedrock', 'gemini', 'vertex', 'vertex-gemini'])

/** The door for the hosts of a name. Where one of them is not Claude all are taken as foreign: nobody knows yet which will answer. */
export function doorOf(hosts: readonly Host[]): Door {
  return {
    isClaude: hosts.length > 0 && hosts.every(({ format }) => messagesFormats.has(format)),
    knowsBlocks: hosts.length > 0 && hosts.every(({ format }) => blockFormats.has(format)),
    takesTopK: takesTopK(hosts),
  }
}
