/** Where a request goes, so that keys do not follow addresses that an answer names. */

/** Scheme, host and port of an address, in lower case; undefined where it is none. */
export function originOf(url: string): string | undefined {
  return /^https?:\/\/[^/?#\\]+/i.exec(url)?.[0].toLowerCase()
}
