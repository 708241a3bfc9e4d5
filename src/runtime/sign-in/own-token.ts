/** Token sources that no adapter brings: the caller's own, and AWS's chain. */
import type { Failure } from '../../protocol/failure.js'
import type { Target, Token, TokenSource } from '../../providers/adapter.js'
import { targetName } from '../../providers/shared/failure.js'
import { signInFailure } from '../../providers/shared/oauth.js'
import type { GetToken } from '../client-types.js'

/** The walk through AWS's sources of keys; imported for deployments that need it. */
export async function awsSource(): Promise<TokenSource> {
  return (await import('./aws-sign-in.js')).awsSignIn
}

/** Asks the caller; where it gives nothing, the deployment's usual way, or why there is none. */
export function ownSource(getToken: GetToken, usual: TokenSource, lacking: Failure | undefined): TokenSource {
  return {
    scope: ({ deployment }) => deployment.id,
    async getToken(credentials, target, ports) {
      const { provider, model, deployment, baseUrl } = target
      const given = await getToken({ deploymentId: deployment.id, group: deployment.group, provider: provider.name, model, baseUrl })
      if (given !== undefined && given !== null) return readOwn(given, target)
      return lacking === undefined ? usual.getToken(credentials, target, ports) : { failure: { ...lacking, code: 'sign_in_failed' } }
    },
  }
}

function readOwn(given: unknown, target: Target): Token | { readonly failure: Failure } {
  const { token, expiresAt } = typeof given === 'object' && given !== null ? (given as { token?: unknown; expiresAt?: unknown }) : {} // checked below
  if (typeof token !== 'string' || token === '' || /[\r\n]/.test(token)) {
    const message = `${targetName(target)}: getToken must return { token, expiresAt? } with a token of one line, or undefined to leave the deployment as it is`
    return { failure: signInFailure(target, message) }
  }
  return { token, expiresAt: typeof expiresAt === 'number' && !Number.isNaN(expiresAt) ? expiresAt : Number.MAX_SAFE_INTEGER }
}
