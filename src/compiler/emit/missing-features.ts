/** Capabilities of the Plan as the features that emitted types refuse. */
import type { Capabilities } from '../../plan/plan.js'

/** The runtime's `Feature`, and how a comment calls it. */
export const featureNames = {
  tools: 'tool calling',
  vision: 'image input',
  json_schema: 'JSON schema output',
  reasoning: 'reasoning effort',
} as const
export type FeatureName = keyof typeof featureNames

/** Features known to be missing. Unknown is not missing. */
export function missingFeatures(capabilities: Capabilities): FeatureName[] {
  const known = {
    tools: capabilities.tools,
    vision: capabilities.vision,
    json_schema: capabilities.jsonSchema,
    reasoning: capabilities.reasoning,
  } as const satisfies Record<FeatureName, Capabilities[keyof Capabilities]>
  return (['tools', 'vision', 'json_schema', 'reasoning'] as const).filter((feature) => known[feature] === 'no')
}
