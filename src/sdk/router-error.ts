/** What is wrong with the arguments of a `Router`, all at once. */

/** One finding. */
export type RouterProblem = {
  /** Where, as the program would write it: `model_list[0].litellm_params.model`. Empty for the arguments as a whole. */
  readonly path: string
  /** Stable code, as `llmgen check` names it. */
  readonly rule: string
  readonly message: string
  /** What to do. */
  readonly help: string | undefined
}

/** Thrown by `new Router(…)`: nothing was made. Its message lists every problem with its place and what to do. */
export class RouterArgumentsError extends Error {
  readonly problems: readonly RouterProblem[]

  constructor(problems: readonly RouterProblem[]) {
    super(`Router cannot be made of these arguments:\n${problems.map((problem) => `  - ${describe(problem)}`).join('\n')}`)
    this.name = 'RouterArgumentsError'
    this.problems = problems
  }
}

function describe({ path, message, help }: RouterProblem): string {
  return `${path === '' ? '' : `${path}: `}${message}${help === undefined ? '' : ` (${help})`}`
}
