/** The key table that `compiler/validate` reads at run time: what is known at each level of a config, without the prose. */
import { followRef, isSchema, parts, type Schema } from './schema-walk.js'

type Table = Record<string, unknown>

/** The table as plain data, in the shape of `KeyNode` in `generated/config-validator.d.ts`. */
export function configKeys(root: Schema): Table {
  return keyNode(root, root)
}

function keyNode(given: Schema, root: Schema): Table {
  const schema = followRef(given, root)
  const node: Table = {}
  copy(schema, 'x-llmgen', node, 'class')
  copy(schema, 'x-llmgen-use', node, 'use')
  copy(schema, 'x-llmgen-hint', node, 'hint')
  copy(schema, 'x-llmgen-warn', node, 'warn')
  copy(schema, 'x-llmgen-severity', node, 'severity')
  const expects = expectation(schema)
  if (expects !== undefined) node.expects = expects
  const required = Array.isArray(schema.required) ? schema.required : []
  const keys = parts(schema, 'properties').map(([name, part]) => {
    if (!required.includes(name)) return [name, keyNode(part, root)]
    const example = Array.isArray(part.examples) && typeof part.examples[0] === 'string' ? { example: part.examples[0] } : {}
    return [name, { ...keyNode(part, root), required: true, ...example }]
  })
  if (keys.length > 0) node.keys = Object.fromEntries(keys)
  const patterns = parts(schema, 'patternProperties').map(([pattern, part]) => [pattern, keyNode(part, root)])
  if (patterns.length > 0) node.patterns = patterns
  if (isSchema(schema.items)) node.items = keyNode(schema.items, root)
  if (schema.additionalProperties === false) node.closed = true
  if (isSchema(schema.additionalProperties)) node.others = keyNode(schema.additionalProperties, root)
  return node
}

function copy(schema: Schema, keyword: string, node: Table, name: string): void {
  if (schema[keyword] !== undefined) node[name] = schema[keyword]
}

const words: { readonly [type: string]: string } = {
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  array: 'a list',
  object: 'a map',
}

/** What a value must be, for people: `a whole number`, `text or a list of text`. Undefined where anything goes. */
function expectation(schema: Schema): string | undefined {
  if (schema.type === undefined) return undefined
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => type !== 'null')
  const pattern = typeof schema.pattern === 'string' ? schema.pattern : ''
  if (pattern.includes('(s|m|h|d|w|mo)')) return 'a duration such as "30d" or "12h"'
  // With a pattern, text is only the `os.environ/NAME` form of another type.
  const shown = pattern !== '' && types.length > 1 ? types.filter((type) => type !== 'string') : types
  return joined(shown.map((type) => (type === 'array' ? listOf(schema) : (words[String(type)] ?? String(type)))))
}

function listOf(schema: Schema): string {
  return isSchema(schema.items) && schema.items.type === 'string' ? 'a list of text values' : 'a list'
}

function joined(names: readonly string[]): string {
  // `true or false` has its own "or".
  if (names.includes(words.boolean ?? '')) return names.join(', ')
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
