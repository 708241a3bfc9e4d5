/** How long tests with random input run: shortly by default, thoroughly where the variable `LLMGEN_SOAK` is set. */

/** The runs of a test: `few` of them, or `many` in a soak. */
export function runs(few: number, many: number): number {
  return (process.env.LLMGEN_SOAK ?? '') === '' ? few : many
}
