/** A target of `*` without a provider: LiteLLM decides at call time, a compiled client cannot. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* catchAllTarget({ resolved }: RuleContext): Generator<Diagnostic> {
  for (const { entry } of resolved.models) {
    const model = getText(entry.params, 'model')
    if (model?.value === '*' && getText(entry.params, 'custom_llm_provider') === undefined) {
      yield {
        severity: 'warning',
        rule: 'catch-all-target',
        message: '`model: "*"` names no provider',
        at: model.at,
        label: 'every call goes to OpenAI, whatever provider the caller names',
        help: { text: 'write one entry for each provider, as in `model_name: "anthropic/*"` with `model: "anthropic/*"`' },
      }
    } else if (model !== undefined && stars(entry.name.value) > stars(model.value) && stars(model.value) > 0) {
      yield {
        severity: 'warning',
        rule: 'catch-all-target',
        message: `"${entry.name.value}" has more \`*\` than its target "${model.value}"`,
        at: model.at,
        label: "the caller's whole text becomes the model",
        help: { text: 'use as many `*` in the target as in the name' },
      }
    }
  }
}

function stars(text: string): number {
  return text.split('*').length - 1
}
