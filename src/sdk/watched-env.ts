/** The environment a client was made from, and whether it still says the same: keys may be set or changed while a program runs. */

/** As `process.env`. */
export type Variables = { readonly [name: string]: string | undefined }

export type WatchedEnv = {
  /** To be handed to a client; looks variables up in the environment as it is now. */
  readonly env: Variables
  /** True while every variable that was asked for has the value it had then. */
  readonly isCurrent: () => boolean
}

/** Remembers which variables are asked for. */
export function watchEnv(real: Variables): WatchedEnv {
  const seen = new Map<string, string | undefined>()
  const env = new Proxy(real, {
    // the runtime asks `Object.hasOwn` first, so this sees every look-up, also of variables that are not set
    getOwnPropertyDescriptor(target, name) {
      const found = Reflect.getOwnPropertyDescriptor(target, name)
      if (typeof name === 'string' && !seen.has(name)) seen.set(name, found === undefined ? undefined : target[name])
      return found
    },
  })
  const isCurrent = (): boolean => {
    for (const [name, value] of seen) if ((Object.hasOwn(real, name) ? real[name] : undefined) !== value) return false
    return true
  }
  return { env, isCurrent }
}
