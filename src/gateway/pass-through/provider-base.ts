/** The base of each provider's own API, below which its paths are passed through. */
import { findProvider } from '../../catalog/providers.js'
import type { Target } from '../../providers/adapter.js'
import { badRequest } from '../errors.js'

/** First parts of Bedrock's paths that the runtime's host serves; the others are those of its agents. Source: AWS's API references. */
const bedrockRuntime: ReadonlySet<string> = new Set(['model', 'async-invoke', 'guardrail', 'invoke'])

/** Base and rest of an address. `isProviders`: the whole host is the provider's, so that paths beside the base are its API too. */
export type ProviderPlace = { readonly base: string; readonly rest: string; readonly isProviders: boolean }

/** Where a path of the caller's leads. Throws a 400 for a place that is none. */
export function providerPlace(
  { provider, baseUrl, settings }: Pick<Target, 'provider' | 'baseUrl' | 'settings'>,
  rest: string,
): ProviderPlace {
  const isProviders = baseUrl === findProvider(provider.name)?.baseUrl
  switch (provider.name) {
    case 'vertex_ai':
    case 'vertex_ai_beta':
      return { ...vertexPlace(baseUrl, rest, settings), isProviders }
    case 'bedrock': {
      const first = rest.split('/')[1] ?? ''
      return {
        base: bedrockRuntime.has(first) ? baseUrl : baseUrl.replace('//bedrock-runtime.', '//bedrock-agent-runtime.'),
        rest,
        isProviders,
      }
    }
    default:
      return { base: baseUrl, rest, isProviders }
  }
}

/**
 * Vertex AI has a host for each place, which stands in the path. A path that leaves project and place out gets the config's; one
 * that names another project gets the config's too: the credential may reach more projects than its operator means to lend.
 */
function vertexPlace(baseUrl: string, rest: string, settings: { readonly [name: string]: string }) {
  const project = settings.vertex_project ?? settings.vertex_ai_project
  const own = settings.vertex_location ?? settings.vertex_ai_location
  if (/%2f/i.test(rest)) throw badRequest('the path holds an encoded slash, behind which it could name another project')
  const [, place] = /\/locations\/([^/]+)/.exec(rest) ?? []
  const location = place ?? own ?? 'us-central1'
  if (!/^[a-z0-9-]{1,40}$/.test(location)) throw badRequest('the location in the path is none of Google Cloud')
  const placed =
    place !== undefined || project === undefined || !/^\/v1(beta1)?\/publishers\//.test(rest)
      ? rest
      : rest.replace(/^(\/v1(?:beta1)?)/, `$1/projects/${encodeURIComponent(project)}/locations/${location}`)
  const lent = project === undefined ? placed : placed.replace(/\/projects\/[^/]+/g, `/projects/${encodeURIComponent(project)}`)
  const base = baseUrl.includes('{location}') ? hostOf(location) : baseUrl
  return { base, rest: lent }
}

function hostOf(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com'
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`
  return `https://${location}-aiplatform.googleapis.com`
}
