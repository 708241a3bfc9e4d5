/** Profiles of AWS's shared files: keys that stand there, roles they name, and by AWS's own package what needs programs or a browser. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { Target, TokenPorts } from '../../providers/adapter.js'
import { targetName } from '../../providers/shared/failure.js'
import { isRecord } from '../../providers/shared/json.js'
import { signInFailure } from '../../providers/shared/oauth.js'
import { tokenFile } from '../../providers/shared/oauth-assertion.js'
import { keys } from './aws-credentials.js'
import { containerKeys, machineKeys } from './aws-metadata.js'
import { type AwsKeys, type Role, rolesKeys, webIdentityKeys } from './aws-sts.js'

type Profile = ReadonlyMap<string, string>

/** Keys in a file may be replaced by other programs, so that they are read anew after this time, milliseconds. */
const fileLifeMs = 900_000
const packageName = '@aws-sdk/credential-providers'
/** Members that only the package can act on. */
const peerMembers = ['credential_process', 'sso_session', 'sso_start_url', 'login_session'] as const

/** Keys of a profile; undefined where no file has it. */
export async function profileKeys(name: string, region: string, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys> | undefined> {
  const profiles = await readProfiles(ports)
  const found = profiles.get(name)
  return found === undefined ? undefined : keysOfProfile({ name, region, profiles, seen: [] }, found, target, ports)
}

type Place = {
  readonly name: string
  readonly region: string
  readonly profiles: ReadonlyMap<string, Profile>
  /** Profiles on the way here: a profile may name another as its source. */
  readonly seen: readonly string[]
}

async function keysOfProfile(place: Place, profile: Profile, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const { name, seen } = place
  if (seen.includes(name)) return failed(target, `the profiles ${[...seen, name].join(' → ')} name each other as source_profile`)
  const arn = profile.get('role_arn')
  if (arn !== undefined) return roleOfProfile(place, profile, arn, target, ports)
  const own = keys(profile.get('aws_access_key_id'), profile.get('aws_secret_access_key'), profile.get('aws_session_token'))
  if (own !== undefined) return { ...own, expiresAt: ports.now + fileLifeMs }
  const member = peerMembers.find((each) => profile.has(each))
  if (member !== undefined) return byPackage(name, member, target, ports)
  return failed(target, `the profile "${name}" holds neither aws_access_key_id with aws_secret_access_key nor role_arn`)
}

async function roleOfProfile(place: Place, profile: Profile, arn: string, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const { name, region } = place
  const session = profile.get('role_session_name')
  const role: Role = { arn, session, externalId: profile.get('external_id'), endpoint: undefined, region: profile.get('region') ?? region }
  const path = profile.get('web_identity_token_file')
  if (path !== undefined) {
    const token = await tokenFile(path, target, ports)
    return isFault(token) ? token : webIdentityKeys(role, token, target, ports)
  }
  if (profile.has('mfa_serial')) return byPackage(name, 'mfa_serial', target, ports)
  const base = await sourceKeys(place, profile, target, ports)
  return isFault(base) ? base : rolesKeys(role, base, target, ports)
}

/** The keys that ask for the role of a profile. */
async function sourceKeys(place: Place, profile: Profile, target: Target, ports: TokenPorts): Promise<Outcome<AwsKeys>> {
  const { name, profiles, seen } = place
  const source = profile.get('source_profile')
  if (source === name) {
    const own = keys(profile.get('aws_access_key_id'), profile.get('aws_secret_access_key'), profile.get('aws_session_token'))
    return own === undefined
      ? failed(target, `the profile "${name}" is its own source and holds no keys`)
      : { ...own, expiresAt: ports.now }
  }
  if (source !== undefined) {
    const inner = profiles.get(source)
    if (inner === undefined)
      return failed(target, `the profile "${name}" names the source_profile "${source}", which is in none of the files`)
    return keysOfProfile({ ...place, name: source, seen: [...seen, name] }, inner, target, ports)
  }
  const kind = profile.get('credential_source')
  const { env } = ports
  const found =
    kind === 'Environment'
      ? environmentKeys(env)
      : kind === 'EcsContainer'
        ? await containerKeys(target, ports)
        : kind === 'Ec2InstanceMetadata'
          ? await machineKeys(ports)
          : undefined
  return (
    found ?? failed(target, `the profile "${name}" names a role and no source of keys that works (source_profile or credential_source)`)
  )
}

function environmentKeys(env: TokenPorts['env']): AwsKeys | undefined {
  const own = keys(env('AWS_ACCESS_KEY_ID'), env('AWS_SECRET_ACCESS_KEY'), env('AWS_SESSION_TOKEN'))
  return own === undefined ? undefined : { ...own, expiresAt: Number.POSITIVE_INFINITY }
}

/** Both files; what the credentials file says of a profile wins. */
async function readProfiles({ env, readFile }: TokenPorts): Promise<ReadonlyMap<string, Profile>> {
  const home = env('HOME') ?? env('USERPROFILE')
  const folder = home === undefined ? undefined : `${home}/.aws`
  const paths = [
    env('AWS_CONFIG_FILE') ?? (folder && `${folder}/config`),
    env('AWS_SHARED_CREDENTIALS_FILE') ?? (folder && `${folder}/credentials`),
  ]
  const merged = new Map<string, Map<string, string>>()
  for (const path of paths) {
    // a machine without these files is usual
    const text = path === undefined || readFile === undefined ? '' : await readFile(path).catch(() => '')
    for (const [name, members] of parseProfiles(text)) {
      const profile = merged.get(name) ?? new Map<string, string>()
      for (const [key, value] of members) profile.set(key, value)
      merged.set(name, profile)
    }
  }
  return merged
}

/** Sections `[name]` and `[profile name]` with lines `key = value`; nested and unknown lines are left out. */
function parseProfiles(text: string): ReadonlyMap<string, Profile> {
  const profiles = new Map<string, Map<string, string>>()
  let current: Map<string, string> | undefined
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/.exec(line)?.[1]
    if (section !== undefined) {
      current = profiles.get(section) ?? new Map()
      profiles.set(section, current)
    } else {
      const [, key, value] = /^([^\s#;=]+)\s*=\s*(.*?)(?:\s+[#;].*)?\s*$/.exec(line) ?? []
      if (key !== undefined && value !== undefined) current?.set(key.toLowerCase(), value)
    }
  }
  return profiles
}

type Provider = () => Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date }>

async function byPackage(name: string, member: string, target: Target, { importPeer, now }: TokenPorts): Promise<Outcome<AwsKeys>> {
  const peer = await importPeer(packageName)
  if (!hasFromIni(peer))
    return failed(
      target,
      `the profile "${name}" uses ${member}, which llmgen reads through the package ${packageName}. Install it beside llmgen`,
    )
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await peer.fromIni({ profile: name })()
    const expiresAt = expiration?.getTime() ?? now + fileLifeMs
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }), expiresAt }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return failed(target, `the profile "${name}" gives no keys: ${why} (${packageName}; for SSO run \`aws sso login\`)`)
  }
}

function hasFromIni(peer: unknown): peer is { readonly fromIni: (options: { profile: string }) => Provider } {
  return isRecord(peer) && typeof peer.fromIni === 'function'
}

function failed(target: Target, why: string): Fault {
  return { failure: signInFailure(target, `${targetName(target)}: AWS credentials: ${why}.`) }
}
