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
  /** Takes the same facts as members of a JSON object, without its braces and the message, in place of `access`: for a log of JSON lines. */
  accessJson?(members: string): void
}

/** The message of the line of a request. */
export const accessMessage = 'request'

const nothing = () => undefined

/** Says nothing. */
export const silentLog: GatewayLog = { debug: nothing, info: nothing, warn: nothing, error: nothing }
