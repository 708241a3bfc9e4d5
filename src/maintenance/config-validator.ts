/** The precompiled validator of the config: one ES module that needs no package at run time. */
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { configKeys } from './config-keys.js'
import { mapSchema, parts, type Schema } from './schema-walk.js'

const banner =
  '/** Validator and key table of a LiteLLM config. Made from schema/litellm-config.schema.json by `npm run generate`; do not edit. */'

/** Keywords that say nothing about validity; they would be carried into the code. */
const annotations: ReadonlySet<string> = new Set(['title', 'description', 'default', 'examples', 'deprecated', 'doNotSuggest', '$schema'])

/** The text of `generated/config-validator.js`. */
export async function configValidator(schema: Schema): Promise<string> {
  // The schema uses nothing that came after draft 7, and ajv's code for it is smaller. Grouping moves required names into
  // patterns; a test holds the schema itself against draft 2020-12 in full strict mode.
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    strict: true,
    strictRequired: false,
    allowMatchingProperties: true,
    messages: false,
    code: { source: true, esm: true, optimize: 2 },
  })
  const validate = ajv.compile(hoisted(validationOnly(schema)))
  // The package is CommonJS: its default export arrives wrapped or bare, depending on who loads it.
  const generate = typeof standalone === 'function' ? standalone : standalone.default
  // Nobody reads the schema's own path of a mismatch, and these texts are a third of the code.
  const code = generate(ajv, validate)
    .replace(/^"use strict";/, '')
    .replaceAll(/schemaPath:"(?:[^"\\]|\\.)*",/g, '')
  const table = `export const keys = ${JSON.stringify(configKeys(schema))};\n`
  return `${banner}\n${await bundled(`${code}\n${table}`)}`
}

/** Drops annotations, and the shapes that a semantic rule of the compiler checks with a better message. */
function validationOnly(schema: Schema): Schema {
  return mapSchema(schema, (part) => {
    if (part['x-llmgen-rule'] !== undefined) return {}
    const kept = Object.entries(part).filter(([keyword]) => !annotations.has(keyword) && !keyword.startsWith('x-llmgen'))
    return grouped(Object.fromEntries(kept))
  })
}

/** Properties of one shape become one pattern: ajv writes code for each of them, and hundreds of keys share a dozen shapes. */
function grouped(schema: Schema): Schema {
  const shapes = new Map<string, string[]>()
  for (const [name, part] of parts(schema, 'properties')) {
    const shape = JSON.stringify(part)
    shapes.set(shape, [...(shapes.get(shape) ?? []), name])
  }
  const common = [...shapes].filter(([, names]) => names.length > 1)
  if (common.length === 0) return schema
  const patterns = common.map(([shape, names]) => [`^(?:${names.join('|')})$`, JSON.parse(shape)] as const)
  const single = parts(schema, 'properties').filter(([, part]) => (shapes.get(JSON.stringify(part)) ?? []).length === 1)
  return {
    ...schema,
    properties: Object.fromEntries(single),
    patternProperties: { ...Object.fromEntries(parts(schema, 'patternProperties')), ...Object.fromEntries(patterns) },
  }
}

/** Gives each map a function of its own, so that only those for the sections of a config are compiled when it is read. */
function hoisted(schema: Schema): Schema {
  const names = new Map<string, string>()
  const definitions: Record<string, unknown> = {}
  const body = mapSchema(schema, (part, depth) => {
    if (depth === 'named' || (part.properties === undefined && part.patternProperties === undefined)) return part
    const shape = JSON.stringify(part)
    const name = names.get(shape) ?? `map${names.size}`
    names.set(shape, name)
    definitions[name] = part
    return { $ref: `#/$defs/${name}` }
  })
  return { ...body, $defs: { ...Object.fromEntries(parts(body, '$defs')), ...definitions } }
}

/** Inlines what ajv's code still requires, so that the module loads where ajv is not installed. */
async function bundled(contents: string): Promise<string> {
  const result = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    lineLimit: 400,
  })
  const [file] = result.outputFiles
  if (file === undefined) throw new Error('llmgen bug: the bundler made no output')
  return file.text
}

/** The text of `generated/config-validator.d.ts`. */
export const configValidatorTypes = `/** Types of config-validator.js. Written by \`npm run generate\`; do not edit. */

/** One mismatch, as ajv reports it. */
export type ValidationError = {
  readonly instancePath: string
  readonly keyword: string
  readonly params: { readonly [name: string]: unknown }
}

/** True when \`data\` fits the schema; else \`validate.errors\` has all mismatches of this call. */
export declare const validate: {
  (data: unknown): boolean
  errors?: readonly ValidationError[] | null
}

/** What is known about one place in a config. Look names up with \`Object.hasOwn\`. */
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
`
