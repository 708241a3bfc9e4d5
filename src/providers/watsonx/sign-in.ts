/** Three ways into watsonx.ai: a token as it is, a Zen key of Cloud Pak for Data, or an API key that IAM changes for a token. */
import type { HttpRequest } from '../../protocol/http.js'
import type { Credentials, SignIn, Target } from '../adapter.js'
import { withBearer } from '../shared/bearer.js'
import { signInFailure, tokenReply, tokenRequest } from '../shared/oauth.js'

const iamUrl = 'https://iam.cloud.ibm.com/identity/token'
const keyNames = 'api_key (WATSONX_APIKEY, WATSONX_API_KEY, WX_API_KEY), token (WATSONX_TOKEN) or zen_api_key (WATSONX_ZENAPIKEY)'

/** IAM's grant for API keys. Source: IBM Cloud IAM's token reference. */
export const signIn: SignIn = {
  async request(credentials, target) {
    if (credentials.kind !== 'fields') return undefined
    const { api_key: apikey, token, zen_api_key: zen } = credentials.fields
    const isOwn = apikey !== undefined && namesOnlyKey(target)
    if (!isOwn && (token !== undefined || zen !== undefined)) return undefined
    if (apikey === undefined) {
      return { failure: signInFailure(target, `${target.provider.name}: set ${keyNames}`, { code: 'missing_api_key' }) }
    }
    return tokenRequest(iamAddress(target), { grant_type: 'urn:ibm:params:oauth:grant-type:apikey', apikey })
  },
  fromResponse: (reply, target, now) => tokenReply(reply, target, now, 'the IBM Cloud API key (api_key)'),
}

/** Differs: in LiteLLM a token of the environment goes before the config's own key, which may be another account's. */
function namesOnlyKey({ deployment: { apiKey, credentials } }: Target): boolean {
  return apiKey !== undefined && credentials?.token === undefined && credentials?.zen_api_key === undefined
}

const iamAddress = ({ settings }: Target): string => settings.watsonx_iam_url ?? iamUrl

/** A token wins over a Zen key, as in LiteLLM. */
export function authorize(request: HttpRequest, credentials: Credentials): HttpRequest {
  if (credentials.kind !== 'fields') return withBearer(request, credentials)
  const { token, zen_api_key: zen } = credentials.fields
  if (token !== undefined) return withBearer(request, { kind: 'bearer', token })
  return zen === undefined ? request : { ...request, headers: { ...request.headers, authorization: `ZenApiKey ${zen}` } }
}
