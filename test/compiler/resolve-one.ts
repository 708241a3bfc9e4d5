/** One entry, resolved, for tests of what is looked up. */
import type { ResolvedModel } from '../../src/compiler/resolve.js'
import { analysisOf } from './plan-of.js'

/** `params` and `info` are the insides of YAML flow maps. */
export function resolveOne(params: string, info = '', env?: { readonly [name: string]: string }): ResolvedModel {
  const yaml = `model_list:\n  - model_name: a\n    litellm_params: { ${params} }\n    model_info: { ${info} }\n`
  const model = analysisOf(yaml, env).resolved.models[0]
  if (model === undefined) throw new Error('no entry')
  return model
}
