/** Tells maps among values that no type checker has seen. */

/** True for an object that is neither null nor a list. */
export function isMap(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
