/** What `configure` sets, for the whole process. */
import type { ErrorSet } from '../protocol/errors.js'
import { defaultErrors } from '../protocol/errors.js'
import type { Failure } from '../protocol/failure.js'
import type { Transport } from '../protocol/http.js'
import type { ClientOptions } from '../runtime/client-types.js'
import { createTransport } from '../runtime/transport/transport.js'

/** Settings of all later calls; a call's own parameters win. LiteLLM's names, times in **seconds**. */
export type SdkSettings = Omit<ClientOptions, 'secrets'> & {
  /** Remove parameters that the target does not take, instead of an `UnsupportedParamsError`. Default false. */
  readonly drop_params?: boolean
  /** Repair requests that the target would refuse. Default false. */
  readonly modify_params?: boolean
  /** Retries per model after the first try. Default 2. */
  readonly num_retries?: number
  /** Total time of one attempt, **seconds**. Default 6,000. */
  readonly timeout?: number
  /** Wait for the first byte of a stream and for each piece after it, **seconds**. Default: `timeout`. */
  readonly stream_timeout?: number
  /** False accepts any certificate, for a trusted network. Default true. */
  readonly ssl_verify?: boolean
  /** Prints each step of each call; `logLevel` prints less. Default false. */
  readonly set_verbose?: boolean
}

/** Sections of a config beside `model_list`, by their names there. */
export type Sections = { readonly litellm_settings?: object; readonly router_settings?: object }

/** Everything the clients share. */
export type Shared = {
  /** Rises with each `configure`; a client made before is not used again. */
  readonly version: number
  readonly settings: SdkSettings
  readonly sections: Sections
  readonly errors: ErrorSet
  /** One for all clients, made at the first call; `settings.transport` goes before it. */
  readonly transport: () => Transport
}

let shared = share({}, 0, undefined)

/** Settings that hold now. */
export function currentSettings(): Shared {
  return shared
}

/** Replaces settings for all later calls; `undefined` brings back the default of one. Calls on their way keep theirs. */
export function configure(settings: { readonly [S in keyof SdkSettings]?: SdkSettings[S] | undefined }): void {
  const merged = Object.fromEntries(Object.entries({ ...shared.settings, ...settings }).filter(([, value]) => value !== undefined))
  // Only members of `SdkSettings` were merged.
  const next = merged as SdkSettings
  const isSame = next.ssl_verify === shared.settings.ssl_verify
  shared = share(next, shared.version + 1, isSame ? shared.transport : undefined)
}

function share(settings: SdkSettings, version: number, kept: Shared['transport'] | undefined): Shared {
  const { drop_params, modify_params, num_retries, timeout, stream_timeout, ssl_verify, set_verbose } = settings
  return {
    version,
    settings,
    sections: {
      litellm_settings: { drop_params, modify_params, ssl_verify, set_verbose },
      // a single model that rests after failures would only hide them: the SDK of LiteLLM has no cooldown either
      router_settings: { num_retries, timeout, stream_timeout, disable_cooldowns: true },
    },
    errors: inOurTerms(settings.errors ?? defaultErrors),
    transport: kept ?? openOnce(settings),
  }
}

/** So that all clients share connections. */
function openOnce({ ssl_verify }: SdkSettings): () => Transport {
  let made: Transport | undefined
  return () => {
    made ??= createTransport(ssl_verify === undefined ? {} : { sslVerify: ssl_verify })
    return made
  }
}

/** The runtime's messages speak of a config and its generated client, which there is none of here. */
const terms: readonly (readonly [ours: RegExp, here: string])[] = [
  [/Set it, or hand it over as createLlm\(\{ env \}\)/, 'Set it, pass it with the call, or hand it over as configure({ env })'],
  [/ is not in the config, and /, ' is not given, and '],
  [/ Names come from model_name in the config; run llmgen again after changing it\./, ' Names come from model_name in model_list.'],
  [/\bModels of the config for it\b/, 'Models for it'],
  [/\bThe config has no model for it\b/, 'There is no model for it'],
  [/ and run llmgen again\./, '.'],
]
const codes: ReadonlySet<string | null> = new Set(['missing_api_key', 'missing_setting', 'model_not_found', 'wrong_model_mode'])

/** Errors whose messages speak of this package. */
export function inOurTerms(errors: ErrorSet): ErrorSet {
  const translate = (failure: Failure): Failure => {
    if (!codes.has(failure.code)) return failure
    return { ...failure, message: terms.reduce((text, [ours, here]) => text.replace(ours, here), failure.message) }
  }
  return { create: (failure, attempts) => errors.create(translate(failure), attempts) }
}
