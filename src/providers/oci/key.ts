/** Makes the secrets of a signature complete: the key may be given as the path of a file. */
import type { Target, TokenSource } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'
import { ociFields, pem } from './signature.js'

/** A key in a file may be replaced by a new one, so that it is read anew after this time, milliseconds. */
const fileLifeMs = 900_000

/** Names what is missing; reads `oci_key_file` where there is no `oci_key`; tries the key, which would fail with every request. */
export const ociKeys: TokenSource = {
  scope: () => '',
  async getToken(credentials, target, { readFile, crypto, now }) {
    if (credentials.kind !== 'fields') return { token: '', expiresAt: Number.POSITIVE_INFINITY, credentials }
    const fields = { ...credentials.fields }
    const path = fields.oci_key_file
    const isFile = fields.oci_key === undefined && path !== undefined
    if (isFile) {
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
    try {
      await crypto.signRs256(pem(fields.oci_key ?? ''), 'a trial')
    } catch (cause) {
      const name = isFile ? `the file of \`oci_key_file\` (${path})` : '`oci_key`'
      return refusal(target, `${name} holds no private key in PEM, or one with a passphrase, which llmgen does not read`, cause)
    }
    const expiresAt = isFile ? now + fileLifeMs : Number.POSITIVE_INFINITY
    return { token: '', expiresAt, credentials: { kind: 'fields', fields } }
  },
}

function refusal(target: Target, why: string, cause?: unknown) {
  const code = cause === undefined ? 'missing_api_key' : 'sign_in_failed'
  return fault(target, { kind: 'authentication', code, message: `${targetName(target)}: ${why}`, ...(cause !== undefined && { cause }) })
}
