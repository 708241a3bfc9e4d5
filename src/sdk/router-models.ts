/** What a Router tells about its deployments. */
import type { Mode, Plan } from '../plan/plan.js'

/** A deployment without its secrets. */
export type ListedModel = {
  readonly model_name: string
  readonly litellm_params: { readonly model: string; readonly custom_llm_provider: string }
  readonly model_info: { readonly id: string; readonly mode: Mode }
}

/** In the order of `model_list`. */
export function listModels({ deployments }: Plan): readonly ListedModel[] {
  return deployments.map(({ id, group, provider, model, mode }) => ({
    model_name: group,
    litellm_params: { model: typeof model === 'string' ? model : `os.environ/${model.env}`, custom_llm_provider: provider },
    model_info: { id, mode },
  }))
}
