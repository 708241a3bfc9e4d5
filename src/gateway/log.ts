/** What the gateway tells its operator: facts with a message, never a body, a header or a key. */

/** Facts beside a message; values that are plain. */
export type LogFacts = { readonly [name: string]: string | number | boolean | undefined }

/** Where lines go. Must not throw. */
export type GatewayLog = {
  debug(facts: LogFacts, message: string): void
  info(facts: LogFacts, message: string): void
  warn(facts: LogFacts, message: string): void
  error(facts: LogFacts, message: string): void
  /** Takes the line of each request that ended; may keep it back for a moment. Absent: nobody wants them, and none are made. */
  access?(facts: LogFacts, message: string): void
}

const nothing = () => undefined

/** Says nothing. */
export const silentLog: GatewayLog = { debug: nothing, info: nothing, warn: nothing, error: nothing }
