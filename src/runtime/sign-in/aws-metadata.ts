/** Keys that AWS hands to its containers (ECS, EKS pods) and machines (EC2, version 2 of the metadata service). */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { Target, TokenPorts } from '../../providers/adapter.js'
import { targetName } from '../../providers/shared/failure.js'
import { isRecord, parseJson, textOf } from '../../providers/shared/json.js'
import { signInFailure } from '../../providers/shared/oauth.js'
import { tokenFile } from '../../providers/shared/oauth-assertion.js'
import { type AwsKeys, timeOf } from './aws-sts.js'

const containerHost = 'http://169.254.170.2'
const machineHost = 'http://169.254.169.254'
/** Elsewhere nobody answers. */
const waitMs = 2_000
/** Keys of which no end is told are asked for anew after this time, milliseconds. */
const unknownLifeMs = 900_000

/** Hosts to which the container's token may be sent without TLS: the container itself and the agents beside it. */
const isLocal = (host: string) => /^(localhost|127(\.\d+){3}|\[::1\]|169\.254\.170\.(2|23)|\[fd00:ec2::23\])$/.test(host)

/** Undefined outside a container. */
export async function containerKeys(target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys> | undefined> {
  const { env } = ports
  const path = env('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI')
  const url = path === undefined ? env('AWS_CONTAINER_CREDENTIALS_FULL_URI') : `${containerHost}${path}`
  if (url === undefined) return undefined
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' }
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal(hostname)))
    return failed(target, `AWS_CONTAINER_CREDENTIALS_FULL_URI (${url}) is neither https nor an address of the container itself`)
  const file = env('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE')
  const token = file === undefined ? env('AWS_CONTAINER_AUTHORIZATION_TOKEN') : await tokenFile(file, target, ports)
  if (isFault(token)) return token
  const reply = await ports.send({ method: 'GET', url, headers: token === undefined ? {} : { authorization: token } }, waitMs)
  if (isFault(reply)) return reply
  return (
    keysOf(reply, ports.now) ??
    failed(target, `the container's credentials service (${hostname}) answered status ${reply.status} without keys`)
  )
}

/** Undefined where this is no machine of AWS, or one without a role. */
export async function machineKeys({ env, send, now }: TokenPorts): Promise<AwsKeys | undefined> {
  if (env('AWS_EC2_METADATA_DISABLED')?.toLowerCase() === 'true') return undefined
  const host = env('AWS_EC2_METADATA_SERVICE_ENDPOINT')?.replace(/\/+$/, '') ?? machineHost
  const life = { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' }
  const session = await send({ method: 'PUT', url: `${host}/latest/api/token`, headers: life }, waitMs)
  if (isFault(session) || session.status !== 200) return undefined
  const headers = { 'x-aws-ec2-metadata-token': session.text().trim() }
  const url = `${host}/latest/meta-data/iam/security-credentials/`
  const role = await send({ method: 'GET', url, headers }, waitMs)
  const name = isFault(role) || role.status !== 200 ? undefined : role.text().trim().split('\n')[0]
  if (!name) return undefined
  const reply = await send({ method: 'GET', url: `${url}${encodeURIComponent(name)}`, headers }, waitMs)
  return isFault(reply) ? undefined : keysOf(reply, now)
}

function keysOf(reply: HttpReply, now: number): AwsKeys | undefined {
  const body = reply.status === 200 ? parseJson(reply.text()) : undefined
  if (!isRecord(body)) return undefined
  const accessKeyId = textOf(body.AccessKeyId)
  const secretAccessKey = textOf(body.SecretAccessKey)
  const sessionToken = textOf(body.Token)
  const expiresAt = timeOf(textOf(body.Expiration))
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    expiresAt: expiresAt ?? now + unknownLifeMs,
  }
}

function failed(target: Target, why: string): Fault {
  return { failure: signInFailure(target, `${targetName(target)}: AWS credentials: ${why}.`) }
}
