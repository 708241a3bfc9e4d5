/** Makes the secrets of a signature complete: the key may be given as the path of a file. */
import type { Target, TokenSource } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'
import { ociFields } from './signature.js'

/** Names what is missing; reads `oci_key_file` where there is no `oci_key`. What it finds does not end. */
export const ociKeys: TokenSource = {
  async getToken(credentials, target, { readFile }) {
    if (credentials.kind !== 'fields') return { token: '', expiresAt: Number.POSITIVE_INFINITY, credentials }
    const fields = { ...credentials.fields }
    const path = fields.oci_key_file
    if (fields.oci_key === undefined && path !== undefined) {
      if (readFile === undefined) return refusal(target, '`oci_key_file` cannot be read here; hand the key over as `oci_key`')
      try {
        fields.oci_key = (await readFile(path)).trim()
      } catch (cause) {
        return refusal(target, `the file of \`oci_key_file\` cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`)
      }
    }
    const missing = ociFields.filter((name) => !fields[name])
    if (missing.length > 0) {
      const variables = missing.map((name) => name.toUpperCase()).join(', ')
      return refusal(target, `the signature lacks ${missing.join(', ')}. Set them in litellm_params or as ${variables}`)
    }
    return { token: '', expiresAt: Number.POSITIVE_INFINITY, credentials: { kind: 'fields', fields } }
  },
}

function refusal(target: Target, why: string) {
  return fault(target, { kind: 'authentication', code: 'missing_api_key', message: `${targetName(target)}: ${why}` })
}
