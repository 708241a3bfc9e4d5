/** Audio of any provider as the reply that callers read like a `Response`. */
import type { SpeechReply } from '../../protocol/audio.js'

/** The reply. `usage` where the host counts tokens. */
export function speechReply(bytes: Uint8Array, contentType: string, usage?: SpeechReply['usage']): SpeechReply {
  return {
    contentType,
    bytes,
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
    ...(usage !== undefined && { usage }),
  }
}
