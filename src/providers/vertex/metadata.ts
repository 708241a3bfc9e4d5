/** The metadata server of Google Cloud's machines: the last resort, asked where no credential is given. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { Target, Token, TokenPorts } from '../adapter.js'
import { tokenReply } from '../shared/oauth.js'
import { cloudScope, failed } from './key-file.js'

/** Elsewhere the name does not resolve, or nobody answers. */
const waitMs = 2_000

/** The token of the machine's own account, and its project. */
export async function metadataToken(target: Target, ports: TokenPorts): Promise<Outcome<Token>> {
  const reply = await ask(`instance/service-accounts/default/token?scopes=${encodeURIComponent(cloudScope)}`, ports)
  if (isFault(reply) || reply.headers['metadata-flavor'] !== 'Google') {
    return failed(
      target,
      'no Google Cloud credentials were found: vertex_credentials and GOOGLE_APPLICATION_CREDENTIALS are not set, gcloud has left no file, and no metadata server answers. Set vertex_credentials to a service account key (path or JSON), or run `gcloud auth application-default login`',
    )
  }
  const token = tokenReply(reply, target, ports.now, 'the account of this machine (metadata server)')
  if (isFault(token)) return token
  const named = ports.env('GOOGLE_CLOUD_PROJECT')
  if (named !== undefined) return { ...token, settings: { vertex_project: named } }
  const project = await ask('project/project-id', ports)
  if (isFault(project) || project.status !== 200) return token
  return { ...token, settings: { vertex_project: project.text().trim() } }
}

function ask(path: string, { env, send }: TokenPorts): Promise<Outcome<HttpReply>> {
  const host = env('GCE_METADATA_HOST') ?? 'metadata.google.internal'
  return send({ method: 'GET', url: `http://${host}/computeMetadata/v1/${path}`, headers: { 'metadata-flavor': 'Google' } }, waitMs)
}
