/** AWS's token service: keys of a role, for whoever shows keys or an identity token. Source: AWS's STS reference. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Target, TokenPorts } from '../../providers/adapter.js'
import { signed } from '../../providers/bedrock/sigv4.js'
import { targetName } from '../../providers/shared/failure.js'
import { isRecord, parseJson, textOf } from '../../providers/shared/json.js'
import { statedMessage } from '../../providers/shared/mask.js'
import { signInFailure, tokenRequest } from '../../providers/shared/oauth.js'

/** Keys and when they end, milliseconds since 1970. */
export type AwsKeys = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiresAt: number
}

/** The role that is asked for. */
export type Role = {
  readonly arn: string
  /** Name of the session in AWS's logs. */
  readonly session: string | undefined
  readonly externalId: string | undefined
  /** Base URL of the service, where it is not the region's. */
  readonly endpoint: string | undefined
  readonly region: string
}

/** AssumeRole, signed with `base`. */
export async function rolesKeys(role: Role, base: AwsKeys, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const members = { ...commonMembers('AssumeRole', role, ports), ExternalId: role.externalId }
  const request = await signed(
    tokenRequest(stsUrl(role), members),
    { ...base, region: regionOf(role), service: 'sts' },
    ports.crypto,
    ports.now,
  )
  return send(request, role, target, ports)
}

/** AssumeRoleWithWebIdentity, which is not signed: the token says who asks. */
export function webIdentityKeys(role: Role, token: string, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const members = { ...commonMembers('AssumeRoleWithWebIdentity', role, ports), WebIdentityToken: token }
  return send(tokenRequest(stsUrl(role), members), role, target, ports)
}

function commonMembers(action: string, { arn, session }: Role, { crypto }: TokenPorts) {
  const name = session ?? `llmgen-${crypto.randomId(4)}`
  return { Action: action, Version: '2011-06-15', RoleArn: arn, RoleSessionName: name, DurationSeconds: '3600' }
}

function stsUrl({ endpoint, region }: Role): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, '')}/`
  return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`
}

/** The region that signs is the endpoint's; the one without a region belongs to the oldest. */
function regionOf({ endpoint, region }: Role): string {
  const host = /^https?:\/\/([^/:?#]+)/.exec(endpoint ?? '')?.[1] ?? ''
  if (host === 'sts.amazonaws.com') return 'us-east-1'
  return /(?:^|\.)sts(?:-fips)?\.([a-z0-9-]+)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/.exec(host)?.[1] ?? region
}

async function send(request: HttpRequest, role: Role, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const reply = await ports.send(request)
  if (isFault(reply)) return reply
  const found = reply.status === 200 ? keysOf(reply.text(), ports.now) : undefined
  return found ?? { failure: refused(reply, role, target) }
}

/** AWS answers JSON where it is asked to, and some doubles of it only XML. */
function keysOf(text: string, now: number): AwsKeys | undefined {
  const member = (name: string) => textIn(text, name)
  const accessKeyId = member('AccessKeyId')
  const secretAccessKey = member('SecretAccessKey')
  const sessionToken = member('SessionToken')
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) return undefined
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt: timeOf(member('Expiration')) ?? now + 3_600_000 }
}

function refused(reply: HttpReply, { arn }: Role, target: Target) {
  const text = reply.text()
  const said = statedMessage(textIn(text, 'Message') ?? textIn(text, 'message') ?? '')
  const message = `${targetName(target)}: AWS credentials: the role ${arn} was not given (status ${reply.status}${said === '' ? '' : `: ${said}`}). Check its trust policy, the external id, and the keys that ask for it.`
  return signInFailure(target, message, {
    code: textIn(text, 'Code') ?? 'sign_in_failed',
    headers: reply.headers,
    ...(reply.status >= 500 && { status: reply.status }),
  })
}

/** A member of the answer, wherever it stands in it: names are unique there. */
function textIn(text: string, name: string): string | undefined {
  const body = parseJson(text)
  if (isRecord(body)) return findMember(body, name, 6)
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]
  return found?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

function findMember(value: { readonly [key: string]: unknown }, name: string, depth: number): string | undefined {
  const own = Object.hasOwn(value, name) ? value[name] : undefined
  if (typeof own === 'number') return String(own)
  if (textOf(own) !== undefined) return textOf(own)
  for (const inner of depth > 0 ? Object.values(value) : []) {
    const found = isRecord(inner) ? findMember(inner, name, depth - 1) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** A date, or seconds since 1970 as AWS's JSON has them. Milliseconds since 1970. */
export function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = /^[\d.]+(e\d+)?$/i.test(text) ? Number(text) * 1000 : Date.parse(text)
  return Number.isFinite(time) ? time : undefined
}
