/** Where watsonx.ai answers, and whose model it is: a project, a space, or a deployment that names both. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'
import type { JsonRecord } from '../shared/json.js'

/** LiteLLM's default where a config names no api-version. */
const defaultVersion = '2024-03-13'

/** Id behind `deployment/`, for models that are called by their deployment. */
function deploymentOf({ model }: Target): string | undefined {
  return model.startsWith('deployment/') ? model.slice('deployment/'.length) : undefined
}

/** `{base}/ml/v1/{operation}?version=…`, below the deployment where there is one. */
export function watsonxUrl(target: Target, operation: string): string {
  const id = deploymentOf(target)
  const base = target.baseUrl.replace(/\/+$/, '').replace(/\/ml\/v1$/, '')
  const path = id === undefined ? operation : `deployments/${encodeURIComponent(id)}/${operation}`
  return `${base}/ml/v1/${path}?version=${encodeURIComponent(target.apiVersion ?? defaultVersion)}`
}

/** `model_id` with the project or space that pays; nothing for a deployment, which knows both. */
export function modelMembers(target: Target): Outcome<JsonRecord> {
  if (deploymentOf(target) !== undefined) return {}
  const { project_id, watsonx_project, space_id } = target.settings
  const project = project_id ?? watsonx_project
  if (project !== undefined) return { model_id: target.model, project_id: project }
  return space_id === undefined ? missingProject(target) : { model_id: target.model, space_id }
}

function missingProject(target: Target): Fault {
  return fault(target, {
    kind: 'bad-request',
    code: 'missing_setting',
    type: 'invalid_request_error',
    param: 'project_id',
    message: `${targetName(target)} needs a project or a deployment space: set project_id or space_id in litellm_params, or the variable WATSONX_PROJECT_ID or WATSONX_SPACE_ID`,
  })
}
