/** GigaChat's authorization key for a token of half an hour. Source: GigaChat's reference of `POST /api/v2/oauth`. */
import type { HttpReply } from '../../protocol/http.js'
import type { SignIn } from '../adapter.js'
import { countOf, isRecord, parseJson } from '../shared/json.js'
import { withText } from '../shared/json-reply.js'
import { signInFailure, tokenReply, tokenRequest } from '../shared/oauth.js'

const authUrl = 'https://ngw.devices.sberbank.ru:9443/api/v2/oauth'
const personal = 'GIGACHAT_API_PERS'
const how =
  'gigachat: set api_key, GIGACHAT_API_KEY or GIGACHAT_CREDENTIALS to the authorization key of the project (base64 of client id and secret)'

/**
 * Differs: LiteLLM does not verify the certificates of these hosts. They are issued by the Russian ministry's authority,
 * which Node takes from NODE_EXTRA_CA_CERTS.
 */
export const signIn: SignIn = {
  async request(credentials, target, { crypto }) {
    if (credentials.kind !== 'fields') return undefined
    const { api_key: key } = credentials.fields
    if (key === undefined) return { failure: signInFailure(target, how, { code: 'missing_api_key' }) }
    const { gigachat_scope: scope = personal, gigachat_auth_url: url = authUrl } = target.settings
    return tokenRequest(url, { scope }, { authorization: `Basic ${key.replace(/^basic\s+/i, '')}`, rquid: uuid(crypto.randomId(16)) })
  },
  fromResponse: (reply, target, now) => tokenReply(usualNames(reply), target, now, 'the GigaChat authorization key (api_key)'),
}

/** `{tok, exp}` or `{access_token, expires_at}`, in milliseconds, under OAuth's names. */
function usualNames(reply: HttpReply): HttpReply {
  const body = parseJson(reply.text())
  if (!isRecord(body)) return reply
  const { tok, exp, access_token = tok, expires_at = exp, ...rest } = body
  const end = countOf(typeof expires_at === 'string' ? Number(expires_at) : expires_at)
  return withText(reply, JSON.stringify({ ...rest, access_token, ...(end !== undefined && { expires_on: end / 1000 }) }))
}

/** Thirty-two hex digits as a UUID of version 4. */
function uuid(hex: string): string {
  const digits = `${hex.slice(0, 12)}4${hex.slice(13, 16)}a${hex.slice(17)}`
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20, 32)].join('-')
}
