/** Builds objects with optional fields without writing each one as a conditional spread. */

type Loose<T> = { readonly [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] }

/** `fields` without those that are undefined; only optional fields of `T` may be. */
export function present<T extends object>(fields: Loose<T>): T {
  const kept: { [field: string]: unknown } = {}
  for (const [field, value] of Object.entries(fields)) if (value !== undefined) kept[field] = value
  return kept as T // what was left out is optional in T
}
