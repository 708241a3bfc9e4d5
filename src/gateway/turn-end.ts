/**
 * What requests that end in one turn of the event loop have done together: their rows go to disk in one write, and then their
 * answers, or the pieces of their streams, go out one right after the other. Row by row and answer by answer a busy gateway paid a
 * sixth of its CPU for writes, and for waking up clients.
 */

/** An answer that is ready. */
export interface ReadyAnswer {
  /** Hands it to the system, and begins what its client has sent behind its request. */
  send(): void
}

/** Of one process, as its event loop is. */
let acts: (() => void)[] = []
let answers: ReadyAnswer[] = []

/** Does `act` before the answers of this turn go out. It must not throw. */
export function beforeAnswers(act: () => void): void {
  wake()
  acts.push(act)
}

/** Sends the answer at the end of this turn. */
export function sendAtTurnEnd(answer: ReadyAnswer): void {
  wake()
  answers.push(answer)
}

function wake(): void {
  if (acts.length + answers.length === 0) setImmediate(endTurn)
}

function endTurn(): void {
  const [doneFirst, ready] = [acts, answers]
  acts = []
  answers = []
  for (const act of doneFirst) act()
  for (const answer of ready) {
    try {
      answer.send()
    } catch (error) {
      // it is told as any exception that nobody caught, when the answers of all others are out
      process.nextTick(rethrow, error)
    }
  }
}

function rethrow(error: unknown): never {
  throw error
}
