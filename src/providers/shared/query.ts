/** Query strings for hosts that take their parameters in the URL. */

/** `?a=1&b=x`; lists repeat their name, null and undefined are left out. Empty where nothing is left. */
export function queryOf(members: { readonly [name: string]: unknown }): string {
  const pairs = Object.entries(members).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((entry) => entry !== null && entry !== undefined)
      .map(
        (entry) => `${encodeURIComponent(name)}=${encodeURIComponent(typeof entry === 'object' ? JSON.stringify(entry) : String(entry))}`,
      ),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
