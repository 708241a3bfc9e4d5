/** Signs in to AI Core with a service key or its parts, and finds the orchestration deployment on the way. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { Target, Token, TokenPorts, TokenSource } from '../adapter.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { clientCredentialsRequest, signInFailure, tokenReply } from '../shared/oauth.js'
import { httpFailure } from '../shared/to-failure.js'
import { isDeployment, resourceGroup } from './url.js'

const what = 'the AI Core service key (client id and secret)'

/** The token, with the deployment's URL among its settings; both are kept for the token's life. */
export const tokenSource: TokenSource = {
  async getToken(credentials, target, ports) {
    const client = credentials.kind === 'fields' ? await serviceKey(credentials.fields, target, ports) : undefined
    if (client === undefined) return { failure: signInFailure(target, `sap: ${howToGive}`, { code: 'missing_api_key' }) }
    const reply = await ports.send(clientCredentialsRequest(client))
    if (isFault(reply)) return reply
    const token = tokenReply(reply, target, ports.now, what)
    if (isFault(token) || isDeployment(target.baseUrl)) return token
    const url = await deploymentUrl(token, apiBase(client, target), target, ports)
    return typeof url === 'string' ? { ...token, settings: { deployment_url: url } } : url
  },
}

/** The row's host, which gives way to the account's own out of the service key. */
const usualBase = 'https://api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com/v2'

function apiBase({ apiUrl }: Client, { baseUrl }: Target): string {
  return baseUrl === usualBase ? (apiUrl ?? baseUrl) : baseUrl
}

const howToGive =
  'set api_key or AICORE_SERVICE_KEY to the service key (its JSON, or the path of its file), or AICORE_AUTH_URL, AICORE_CLIENT_ID and AICORE_CLIENT_SECRET. A key with a certificate in the place of a secret is not supported'

type Client = { readonly url: string; readonly clientId: string; readonly clientSecret: string; readonly apiUrl: string | undefined }

/** The config's own key or parts, then a service key, then its parts, as in LiteLLM; undefined where something is missing. */
async function serviceKey(
  fields: { readonly [name: string]: string },
  { deployment }: Target,
  { readFile }: TokenPorts,
): Promise<Client | undefined> {
  const ownParts = deployment.apiKey === undefined && deployment.credentials?.client_secret !== undefined
  const key = ownParts ? undefined : await keyObject(fields.api_key, readFile)
  const services = isRecord(key?.serviceurls) ? textOf(key.serviceurls.AI_API_URL) : undefined
  const url = textOf(key?.url) ?? fields.auth_url
  const clientId = textOf(key?.clientid) ?? fields.client_id
  const clientSecret = textOf(key?.clientsecret) ?? fields.client_secret
  if (url === undefined || clientId === undefined || clientSecret === undefined) return undefined
  return { url: url.endsWith('/oauth/token') ? url : `${url.replace(/\/+$/, '')}/oauth/token`, clientId, clientSecret, apiUrl: services }
}

/** JSON text, or a file that holds it; a key inside `credentials` (Cloud Foundry's form) is taken out. */
async function keyObject(given: string | undefined, readFile: TokenPorts['readFile']): Promise<JsonRecord | undefined> {
  if (given === undefined) return undefined
  const text = given.trimStart().startsWith('{') ? given : await readFile?.(given).catch(() => undefined) // no file: reported as a key that is missing
  const key = parseJson(text ?? '')
  if (!isRecord(key)) return undefined
  return isRecord(key.credentials) ? key.credentials : key
}

/** The newest running deployment of the scenario `orchestration`. Source: AI Core's deployment API. */
async function deploymentUrl(token: Token, base: string, target: Target, { send, now }: TokenPorts): Promise<Outcome<string>> {
  const root = base.replace(/\/+$/, '').replace(/\/v2$/, '')
  const headers = { ...resourceGroup(target), authorization: `Bearer ${token.token}`, accept: 'application/json' }
  const reply = await send({ method: 'GET', url: `${root}/v2/lm/deployments?scenarioId=orchestration&status=RUNNING`, headers })
  if (isFault(reply)) return reply
  const text = reply.text()
  if (reply.status !== 200) return { failure: httpFailure({ status: reply.status, headers: reply.headers, text }, target, [], now) }
  const body = parseJson(text)
  const found = (isRecord(body) ? recordsOf(body.resources) : [])
    .filter(({ scenarioId, status }) => scenarioId === 'orchestration' && (status === undefined || status === 'RUNNING'))
    .sort((a, b) => String(b.createdAt).localeCompare(String(a.createdAt)))
    .flatMap(({ deploymentUrl: url }) => textOf(url) ?? [])
  if (found[0] !== undefined) return found[0]
  const group = target.settings.resource_group ?? 'default'
  const message = `sap: the resource group "${group}" has no running orchestration deployment; start one, or set api_base to its URL`
  return { failure: { ...signInFailure(target, message, { code: 'deployment_not_found' }), kind: 'not-found', status: 404 } }
}
