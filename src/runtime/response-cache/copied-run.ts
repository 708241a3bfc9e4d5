/** A call with something in it replaced, which is still the same call: its attempts are one list, and it ends once. */
import type { Endpoint } from '../../providers/adapter.js'
import type { Run } from '../run.js'

type Changes<E extends Endpoint> = Partial<Pick<Run<E>, 'signal' | 'body' | 'prepared'>>

/** A copy of `run` with `changes`. */
export function copyRun<E extends Endpoint>(run: Run<E>, changes: Changes<E>): Run<E> {
  return {
    ...run,
    ...changes,
    get ended() {
      return run.ended
    },
    set ended(value) {
      run.ended = value
    },
  }
}
