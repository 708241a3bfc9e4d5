/** Thought signatures inside tool-call ids: the one place that every OpenAI client sends back. The form is LiteLLM's. */
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import { safeToolId, signatureMark, unsignedId } from '../shared/tool-id.js'

const longestId = 64

/** Google's own value for a call whose signature is not known, such as one made by another vendor's model; bytes, hence base64. */
export const unknownSignature = 'c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I='

/** The id that callers see. */
export function signedId(id: string, signature: string | undefined): string {
  return signature === undefined ? id : `${id}${signatureMark}${signature}`
}

/** The id as it is sent, on call and result alike. */
export function plainId(id: string): string {
  return safeToolId(unsignedId(id), longestId)
}

/** Signature of a tool call: in its id, in LiteLLM's fields, or where Google's OpenAI-compatible door puts it. */
export function signatureOf(call: JsonRecord): string | undefined {
  const id = textOf(call.id) ?? ''
  const at = id.indexOf(signatureMark)
  const google = isRecord(call.extra_content) && isRecord(call.extra_content.google) ? call.extra_content.google : {}
  const fields = isRecord(call.provider_specific_fields) ? call.provider_specific_fields : {}
  return (
    (at < 0 ? undefined : textOf(id.slice(at + signatureMark.length))) ??
    textOf(fields.thought_signature) ??
    textOf(google.thought_signature)
  )
}
