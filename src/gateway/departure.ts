/** Tells who works for a caller that the caller has left: an abort signal at the cost of a few fields, one for every request. */
import type { AbortSignalLike } from '../protocol/http.js'

export class Departure implements AbortSignalLike {
  aborted = false
  #reason: DOMException | undefined
  /** Most requests have one who works for them; the list is made for the second. */
  #act: (() => void) | undefined
  #more: (() => void)[] | undefined

  /** Made when somebody asks: an error costs more than the rest of this. */
  get reason(): DOMException | undefined {
    if (this.aborted) this.#reason ??= new DOMException('The caller of the gateway has left', 'AbortError')
    return this.#reason
  }

  addEventListener(_type: 'abort', act: () => void): void {
    if (this.#act === undefined) this.#act = act
    else if (this.#more === undefined) this.#more = [act]
    else this.#more.push(act)
  }

  removeEventListener(_type: 'abort', act: () => void): void {
    if (this.#act === act) {
      this.#act = this.#more?.shift()
      return
    }
    const at = this.#more?.indexOf(act) ?? -1
    if (at !== -1) this.#more?.splice(at, 1)
  }

  /** The caller has left, has its answer, or is not waited for any longer. */
  leave(): void {
    if (this.aborted) return
    this.aborted = true
    const act = this.#act
    const more = this.#more
    this.#act = undefined
    this.#more = undefined
    act?.()
    for (const each of more ?? []) each()
  }
}
