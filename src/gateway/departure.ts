/** Tells who works for a caller that the caller has left: an abort signal at the cost of a few fields, one for every request. */
import type { AbortSignalLike } from '../protocol/http.js'

export class Departure implements AbortSignalLike {
  aborted = false
  #reason: DOMException | undefined
  readonly #acts: (() => void)[] = []

  /** Made when somebody asks: an error costs more than the rest of this. */
  get reason(): DOMException | undefined {
    if (this.aborted) this.#reason ??= new DOMException('The caller of the gateway has left', 'AbortError')
    return this.#reason
  }

  addEventListener(_type: 'abort', act: () => void): void {
    this.#acts.push(act)
  }

  removeEventListener(_type: 'abort', act: () => void): void {
    const at = this.#acts.indexOf(act)
    if (at !== -1) this.#acts.splice(at, 1)
  }

  /** The caller has left, has its answer, or is not waited for any longer. */
  leave(): void {
    if (this.aborted) return
    this.aborted = true
    for (const act of this.#acts.splice(0)) act()
  }
}
