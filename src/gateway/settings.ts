/** The gateway's own settings, read from `Plan.gateway` and the environment when a config is loaded. */

export type GatewaySettings = {
  /** `general_settings.master_key`, else `LITELLM_MASTER_KEY`; undefined lets everybody in. */
  readonly masterKey: string | undefined
  /** `general_settings.litellm_key_header_name`: that header alone then carries the key. */
  readonly keyHeader: string | undefined
  /** Largest body, bytes. `general_settings.max_request_size_mb`, default 100 MB. */
  readonly maxBodyBytes: number
  /** Put before every path. `SERVER_ROOT_PATH`. */
  readonly rootPath: string
  /** Routes that need no key beside the usual ones. `general_settings.public_routes`. */
  readonly publicRoutes: readonly string[]
  /** `general_settings.pass_through_endpoints`. */
  readonly passThrough: readonly PassThrough[]
}

/** One custom pass-through. */
export type PassThrough = {
  readonly path: string
  readonly target: string
  readonly headers: { readonly [name: string]: string }
  readonly includeSubpath: boolean
  /** Default true: LiteLLM's was false for years, which forwarded requests without any key. */
  readonly auth: boolean
  readonly methods: readonly string[] | undefined
}
