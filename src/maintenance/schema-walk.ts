/** Walks a JSON schema of the plain kind that this project uses: no `allOf`, `prefixItems` or `unevaluatedProperties`. */

export type Schema = { readonly [keyword: string]: unknown }

/** `named` for the whole schema and the entries of `$defs`, `inner` for everything below. */
export type Depth = 'named' | 'inner'

/** A copy of `schema` in which each subschema, innermost first, has gone through `change`. */
export function mapSchema(schema: Schema, change: (part: Schema, depth: Depth) => Schema, depth: Depth = 'named'): Schema {
  const copy: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) copy[keyword] = mapKeyword(keyword, value, change)
  return change(copy, depth)
}

function mapKeyword(keyword: string, value: unknown, change: (part: Schema, depth: Depth) => Schema): unknown {
  if (keyword === '$defs') return mapEach(value, (part) => mapSchema(part, change, 'named'))
  if (keyword === 'properties' || keyword === 'patternProperties') return mapEach(value, (part) => mapSchema(part, change, 'inner'))
  if ((keyword === 'items' || keyword === 'additionalProperties') && isSchema(value)) return mapSchema(value, change, 'inner')
  return value
}

function mapEach(value: unknown, change: (part: Schema) => Schema): unknown {
  if (!isSchema(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, isSchema(part) ? change(part) : part]))
}

/** True for a schema that is a map; `true` and `false` are schemas too and carry nothing. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The subschemas under `keyword`, by name. */
export function parts(schema: Schema, keyword: 'properties' | 'patternProperties' | '$defs'): readonly (readonly [string, Schema])[] {
  const value = schema[keyword]
  if (!isSchema(value)) return []
  return Object.entries(value).flatMap(([name, part]) => (isSchema(part) ? [[name, part] as const] : []))
}

/** The schema itself, or the definition that its `$ref` names; keywords beside the `$ref` stay. */
export function followRef(schema: Schema, root: Schema): Schema {
  const ref = schema.$ref
  if (typeof ref !== 'string') return schema
  const found = parts(root, '$defs').find(([name]) => ref === `#/$defs/${name}`)
  if (found === undefined) throw new Error(`llmgen bug: schema refers to ${ref}, which is not there`)
  const { $ref, ...beside } = schema
  return { ...found[1], ...beside }
}
