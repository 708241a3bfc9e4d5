/** A GitHub token of a Copilot client for a token of Copilot's API, which lives half an hour. Source: LiteLLM's github_copilot provider. */
import { isFault } from '../../protocol/failure.js'
import type { Credentials, TokenPorts, TokenSource } from '../adapter.js'
import { countOf, isRecord, parseJson, textOf } from '../shared/json.js'
import { signInFailure } from '../shared/oauth.js'
import { httpFailure } from '../shared/to-failure.js'

const exchangeUrl = 'https://api.github.com/copilot_internal/v2/token'
const usualLifeMs = 1_500_000

/** Where to get the token that no program can get without a person. */
const howToGet =
  'Sign in to Copilot once with an editor or with `litellm` (its device login writes ~/.config/litellm/github_copilot/access-token), then set api_key or GITHUB_COPILOT_TOKEN to that token, or GITHUB_COPILOT_TOKEN_DIR to its folder. llmgen does not run the device login itself'

/** Keeps to the files that LiteLLM's login writes. */
export const tokenSource: TokenSource = {
  async getToken(credentials, target, ports) {
    const token = await githubToken(credentials, ports)
    if (token === undefined) {
      return { failure: signInFailure(target, `github_copilot: there is no GitHub token. ${howToGet}`, { code: 'missing_api_key' }) }
    }
    const end = /(?:^|;)exp=(\d+)/.exec(token)?.[1]
    if (token.startsWith('tid=')) return { token, expiresAt: end === undefined ? ports.now + usualLifeMs : Number(end) * 1000 }
    const headers = { ...target.provider.quirks.extraHeaders, authorization: `token ${token}`, accept: 'application/json' }
    const reply = await ports.send({ method: 'GET', url: exchangeUrl, headers })
    if (isFault(reply)) return reply
    const text = reply.text()
    const body = parseJson(text)
    const session = isRecord(body) ? textOf(body.token) : undefined
    if (!isRecord(body) || session === undefined) {
      const { status } = reply
      if (status === 429 || status >= 500) return { failure: httpFailure({ status, headers: reply.headers, text }, target, [], ports.now) }
      const message = `github_copilot: GitHub answered ${status} when asked for a Copilot token: the GitHub token is wrong, expired, not one of a Copilot client, or the account has no Copilot. ${howToGet}`
      return { failure: signInFailure(target, message, { headers: reply.headers }) }
    }
    const expires = countOf(body.expires_at)
    const told = isRecord(body.endpoints) ? textOf(body.endpoints.api)?.replace(/\/+$/, '') : undefined
    const api = told?.startsWith('https://') ? told : undefined
    return {
      token: session,
      expiresAt: expires === undefined ? ports.now + usualLifeMs : expires * 1000,
      ...(api !== undefined && { settings: { copilot_api_base: api } }),
    }
  },
}

async function githubToken(credentials: Credentials, { env, readFile }: TokenPorts): Promise<string | undefined> {
  const given = credentials.kind === 'fields' ? credentials.fields.api_key : undefined
  if (given !== undefined) return given
  const home = env('HOME') ?? env('USERPROFILE')
  const folder = env('GITHUB_COPILOT_TOKEN_DIR') ?? (home === undefined ? undefined : `${home}/.config/litellm/github_copilot`)
  if (folder === undefined || readFile === undefined) return undefined
  const path = `${folder}/${env('GITHUB_COPILOT_ACCESS_TOKEN_FILE') ?? 'access-token'}`
  const text = await readFile(path).catch(() => undefined) // no file: reported as a token that is missing
  return textOf(text?.trim())
}
