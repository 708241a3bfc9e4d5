/** Why a gateway does not start. */

/** Why a gateway does not start: the config, what it names, or the address it would listen on. */
export class GatewayStartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'GatewayStartError'
  }
}

/** The config has errors, which whoever asked for them (`onConfig`) has been told one by one. */
export class GatewayConfigError extends GatewayStartError {}
