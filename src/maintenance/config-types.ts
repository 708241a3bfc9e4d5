/** TypeScript types of the config, from its JSON schema. */
import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { followRef, mapSchema, type Schema } from './schema-walk.js'

/** The text of `generated/config.d.ts`. */
export async function configTypes(schema: Schema): Promise<string> {
  // A `$ref` with a description of its own would become a numbered copy of the definition's type.
  const inlined = mapSchema(schema, (part) => (part.description === undefined ? part : followRef(part, schema)))
  // A title on a property would become a type alias of its own; only the whole file and the shared definitions deserve a name.
  const untitled = mapSchema(inlined, (part, depth) => {
    const { title, examples, default: _, doNotSuggest, ...rest } = part
    const kept = Object.entries(rest).filter(([key]) => !key.startsWith('x-llmgen'))
    return { ...(depth === 'named' && title !== undefined && { title }), ...Object.fromEntries(kept) }
  })
  // The walk only drops annotations, so what is left is still a JSON schema.
  return compile(untitled as JSONSchema, 'LitellmConfig', {
    additionalProperties: true,
    bannerComment: '/** Types of a LiteLLM config. Made from schema/litellm-config.schema.json by `npm run generate`; do not edit. */',
    style: { semi: false, singleQuote: true, printWidth: 140 },
    unreachableDefinitions: false,
  })
}
