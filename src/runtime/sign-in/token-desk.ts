/** Signs deployments in and keeps their tokens: one sign-in at a time for each credential, renewed before the end, failures not kept. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest, Transport } from '../../protocol/http.js'
import { TransportFault } from '../../protocol/http.js'
import type { Clock, Crypto, ReadFile } from '../../protocol/ports.js'
import type { SignIn, Target, Token, TokenPorts, TokenSource } from '../../providers/adapter.js'
import { fault, targetName } from '../../providers/shared/failure.js'
import { statedMessage } from '../../providers/shared/mask.js'
import { signInFailure } from '../../providers/shared/oauth.js'
import type { GetToken } from '../client-types.js'
import type { DeploymentRuntime } from '../deployment-runtime.js'
import { loadedAdapter } from '../loaded-adapters.js'
import { actAfter } from '../platform/sleep.js'
import type { Environment } from '../settings.js'
import { awsSource, ownSource } from './own-token.js'
import type { SignedIn } from './sign-in.js'

/** What the desk needs of the client it serves. */
export type DeskPorts = {
  readonly transport: Transport
  readonly crypto: Crypto
  readonly now: Clock
  readonly env: Environment
  readonly readFile: ReadFile | undefined
  readonly importPeer: TokenPorts['importPeer']
  readonly getToken: GetToken | undefined
  /** Texts that no error may show; the desk adds its tokens. */
  readonly secrets: string[]
}

export type TokenDesk = {
  /** At once where a good token is there. A failed sign-in is an `authentication` failure, no answer at all a `connection` or `timeout`. */
  enter(ready: DeploymentRuntime, limitMs: number): SignedIn | Promise<Outcome<SignedIn>>
}

/** A token is renewed this long before its end, milliseconds; one that lives shorter than five minutes, in its last fifth. */
const marginMs = 60_000
/** A token is not dropped as refused in its first minute: a new one would be refused as well. */
const trustedMs = 60_000
/** Longest wait for one answer of a sign-in, milliseconds. */
const answerMs = 10_000
/** A sign-in that takes longer has hung: the next call begins anew, milliseconds. */
const longestMs = 60_000
/** Clocks are corrected by a little all the time; more than this says that the clock was wrong, milliseconds. */
const clockStepMs = 5_000

type Held = { readonly signedIn: SignedIn; readonly token: string; readonly since: number; readonly renewAt: number }
/** `credentials` in the words of the deployment; all deployments that share them share this. */
type Entry = { held: Held | undefined; pending: Promise<Outcome<Held>> | undefined }

export function createTokenDesk(ports: DeskPorts): TokenDesk {
  return new Desk(ports)
}

class Desk implements TokenDesk {
  readonly #ports: DeskPorts
  readonly #entries = new Map<string, Entry>()
  readonly #byDeployment = new WeakMap<DeploymentRuntime, Entry>()
  /** Numbers for sources, so that a key can name them. */
  readonly #sources = new Map<unknown, number>()

  constructor(ports: DeskPorts) {
    this.#ports = ports
  }

  enter(ready: DeploymentRuntime, limitMs: number): SignedIn | Promise<Outcome<SignedIn>> {
    const held = this.#good(this.#byDeployment.get(ready))
    if (held !== undefined) return held.signedIn
    return inTime(this.#signIn(ready), limitMs, ready.target)
  }

  /** What is held, unless its end is near. A clock that was set back says nothing about the end. */
  #good(entry: Entry | undefined): Held | undefined {
    const now = this.#ports.now()
    const held = entry?.held
    return held !== undefined && now < held.renewAt && now > held.since - clockStepMs ? held : undefined
  }

  async #signIn(ready: DeploymentRuntime): Promise<Outcome<SignedIn>> {
    const source = await sourceOf(ready, this.#ports.getToken).catch((error: unknown) => wentWrong(error, ready.target))
    if (isFault(source)) return source
    const entry = this.#entryOf(ready, source)
    this.#byDeployment.set(ready, entry)
    const held = this.#good(entry)
    if (held !== undefined) return held.signedIn
    entry.pending ??= inTime(this.#fetch(entry, source, ready), longestMs, ready.target).finally(() => {
      entry.pending = undefined
    })
    const outcome = await entry.pending
    return isFault(outcome) ? toldTo(outcome, ready.target) : outcome.signedIn
  }

  #entryOf(ready: DeploymentRuntime, source: TokenSource): Entry {
    const known = this.#byDeployment.get(ready)
    if (known !== undefined) return known
    const { target, credentials } = ready
    const origin = this.#ports.getToken ?? source
    const number = this.#sources.get(origin) ?? this.#sources.size
    this.#sources.set(origin, number)
    const scope = source.scope === undefined ? JSON.stringify([target.baseUrl, target.settings]) : source.scope(target)
    const key = JSON.stringify([number, credentials, scope])
    const entry = this.#entries.get(key) ?? { held: undefined, pending: undefined }
    this.#entries.set(key, entry)
    return entry
  }

  /** Others may wait for it as well, so that no caller's own limit cuts it short. */
  async #fetch(entry: Entry, source: TokenSource, ready: DeploymentRuntime): Promise<Outcome<Held>> {
    const { target, credentials } = ready
    const now = this.#ports.now()
    try {
      const token = await source.getToken(credentials, target, this.#tokenPorts(target, now))
      return isFault(token) ? token : this.#keep(entry, token, now)
    } catch (error) {
      return wentWrong(error, target)
    }
  }

  #keep(entry: Entry, { token, expiresAt, settings, credentials }: Token, since: number): Held {
    const held: Held = {
      signedIn: {
        credentials: credentials ?? { kind: 'bearer', token },
        ...(settings !== undefined && { settings }),
        renew: () => this.#renew(entry, held),
      },
      token: credentials?.kind === 'aws' ? (credentials.sessionToken ?? credentials.secretAccessKey) : token,
      since,
      renewAt: expiresAt - Math.min(marginMs, (expiresAt - since) / 5),
    }
    this.#hide(held.token, entry.held?.token)
    entry.held = held
    return held
  }

  /** The new token stands in for the one before it: the list does not grow with time. */
  #hide(token: string, before: string | undefined): void {
    const { secrets } = this.#ports
    const place = before === undefined ? -1 : secrets.indexOf(before)
    if (token.length < 12 || secrets.includes(token)) return
    if (place < 0) secrets.push(token)
    else secrets[place] = token
  }

  #renew(entry: Entry, refused: Held): boolean {
    if (entry.held !== refused) return true
    if (this.#ports.now() - refused.since < trustedMs || refused.renewAt === Number.POSITIVE_INFINITY) return false
    entry.held = undefined
    return true
  }

  #tokenPorts(target: Target, now: number): TokenPorts {
    const { crypto, env, readFile, importPeer } = this.#ports
    return { crypto, now, env, readFile, importPeer, send: (request, waitMs) => this.#send(request, waitMs ?? answerMs, target) }
  }

  async #send(request: HttpRequest, waitMs: number, target: Target): Promise<Outcome<HttpReply>> {
    try {
      return await this.#ports.transport.whole(request, { connectMs: waitMs, firstByteMs: undefined, idleMs: undefined, totalMs: waitMs })
    } catch (error) {
      return unanswered(error, target)
    }
  }
}

function wentWrong(error: unknown, target: Target): Fault {
  const words = statedMessage(error instanceof Error ? error.message : String(error))
  return { failure: signInFailure(target, `${targetName(target)}: signing in went wrong: ${words}`, { cause: error }) }
}

/** The outcome, or that the caller's time is up: the sign-in goes on for whoever comes next. */
async function inTime<T>(waited: Promise<Outcome<T>>, limitMs: number, target: Target): Promise<Outcome<T>> {
  const message = `${targetName(target)}: signing in was not done after ${Math.round(limitMs)} ms. Check that the token service can be reached, or raise timeout.`
  let callOff = () => {}
  const late = new Promise<Outcome<T>>((resolve) => {
    callOff = actAfter(limitMs, () => resolve(fault(target, { kind: 'timeout', code: 'sign_in_timeout', type: 'timeout_error', message })))
  })
  try {
    return await Promise.race([waited, late])
  } finally {
    callOff()
  }
}

/** Nobody answered: that says nothing about the credential, so that the call may be tried again. */
function unanswered(error: unknown, target: Target): Fault {
  const reason = error instanceof TransportFault ? error.reason : 'other'
  const isLate = reason.endsWith('-timeout')
  const words = error instanceof Error ? error.message : String(error)
  return fault(target, {
    kind: isLate ? 'timeout' : 'connection',
    code: reason.replaceAll('-', '_'),
    type: isLate ? 'timeout_error' : 'server_error',
    message: `${targetName(target)}: signing in got no answer: ${words}. Check that this host can be reached from here.`,
    cause: error,
  })
}

/** The same failure under the name of another deployment that waited for it. */
function toldTo({ failure }: Fault, { provider, model }: Target): Fault {
  return failure.provider === provider.name && failure.model === model
    ? { failure }
    : { failure: { ...failure, provider: provider.name, model } }
}

/** Who is asked for a token: the caller's own source, then the adapter's, then AWS's chain. */
async function sourceOf(ready: DeploymentRuntime, getToken: GetToken | undefined): Promise<TokenSource> {
  const usual = await usualSource(ready)
  return getToken === undefined ? usual : ownSource(getToken, usual, ready.lacking)
}

async function usualSource({ adapter: given, credentials, target }: DeploymentRuntime): Promise<TokenSource> {
  const adapter = loadedAdapter(given)
  if (adapter.signIn !== undefined) return oneRequest(adapter.signIn)
  if (credentials.kind !== 'fields') return asTheyAre
  if (adapter.laterSignIn !== undefined) return adapter.laterSignIn()
  return target.provider.auth === 'aws' ? awsSource() : asTheyAre
}

const asTheyAre: TokenSource = {
  getToken: async (credentials) => ({ token: '', expiresAt: Number.POSITIVE_INFINITY, credentials }),
}

const simple = new WeakMap<SignIn, TokenSource>()

/** A sign-in of one request; the same source for the same sign-in. */
function oneRequest(signIn: SignIn): TokenSource {
  const known = simple.get(signIn)
  if (known !== undefined) return known
  const source: TokenSource = {
    async getToken(credentials, target, ports) {
      const request = await signIn.request(credentials, target, ports)
      if (request === undefined) return asTheyAre.getToken(credentials, target, ports)
      if (isFault(request)) return request
      const reply = await ports.send(request)
      return isFault(reply) ? reply : signIn.fromResponse(reply, target, ports.now)
    },
  }
  simple.set(signIn, source)
  return source
}
