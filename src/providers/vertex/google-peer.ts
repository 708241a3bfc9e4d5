/** Kinds of credentials that need programs, certificates or other clouds: Google's own package reads them, where it is installed. */
import type { Outcome } from '../../protocol/failure.js'
import type { Target, Token, TokenPorts } from '../adapter.js'
import { isRecord, textOf } from '../shared/json.js'
import { cloudScope, failed, type KeyFile } from './key-file.js'

const packageName = 'google-auth-library'

/** What is used of the package. */
type AuthClient = {
  getAccessToken(): Promise<{ token?: string | null }>
  readonly credentials?: { readonly expiry_date?: number | null }
}
type GoogleAuth = new (options: { credentials: unknown; scopes: string }) => { getClient(): Promise<AuthClient> }

/** The token by the package; the failure names the kind of credential and what to install. */
export async function peerToken({ json, place }: KeyFile, target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const peer = await ports.importPeer(packageName)
  const kind = textOf(json.type) ?? 'unnamed'
  if (!isRecordOfPackage(peer)) {
    return failed(
      target,
      `the credential in ${place} is of the kind "${kind}", which llmgen reads through the package ${packageName}. Install it beside llmgen, or use a service account`,
    )
  }
  const client = await new peer.GoogleAuth({ credentials: json, scopes: cloudScope }).getClient()
  const { token } = await client.getAccessToken()
  if (!token) return failed(target, `${packageName} gave no token for the credential of the kind "${kind}" in ${place}`)
  return { token, expiresAt: client.credentials?.expiry_date ?? ports.now + 3_600_000 }
}

function isRecordOfPackage(peer: unknown): peer is { readonly GoogleAuth: GoogleAuth } {
  return isRecord(peer) && typeof peer.GoogleAuth === 'function'
}
