/** Types of config-validator.js. Written by `npm run generate`; do not edit. */

/** One mismatch, as ajv reports it. */
export type ValidationError = {
  readonly instancePath: string
  readonly keyword: string
  readonly params: { readonly [name: string]: unknown }
}

/** True when `data` fits the schema; else `validate.errors` has all mismatches of this call. */
export declare const validate: {
  (data: unknown): boolean
  errors?: readonly ValidationError[] | null
}

/** What is known about one place in a config. Look names up with `Object.hasOwn`. */
export type KeyNode = {
  readonly class?: 'compile' | 'runtime' | 'gateway' | 'accept'
  /** What the value must be, for people. */
  readonly expects?: string
  /** Where the key belongs, when it has no effect here. */
  readonly use?: string
  /** What to know or do about a key without effect. */
  readonly hint?: string
  /** Why the key should go; its presence deserves a warning. */
  readonly warn?: string
  /** Severity of a mismatch here and below, where it is not an error. */
  readonly severity?: 'warning'
  /** True for a key that must be there. */
  readonly required?: boolean
  /** An example of a required key. */
  readonly example?: string
  readonly keys?: { readonly [name: string]: KeyNode }
  readonly patterns?: readonly (readonly [string, KeyNode])[]
  readonly items?: KeyNode
  /** True where LiteLLM knows all keys; elsewhere others are passed on. */
  readonly closed?: boolean
  /** For any other name, where the map takes names of the user's choice. */
  readonly others?: KeyNode
}

export declare const keys: KeyNode
