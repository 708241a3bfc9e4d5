/** How long a contender takes to its first answers, and what it keeps in memory while nobody asks. */
import { setTimeout as sleep } from 'node:timers/promises'
import { median } from '../measure.js'
import type { BenchCase } from './cases.js'
import { residentMegabytes, stop } from './processes.js'
import { type Contender, check, launch, type Running } from './servers.js'
import { untilAnswered } from './sockets.js'

/** Milliseconds from before the spawn; resident megabytes of the whole tree before any request. */
export type StartFigures = { readonly name: string; readonly answerMs: number; readonly chatMs: number; readonly idleMegabytes: number }

const rounds = 5
/** What a server does after its first answer, such as collecting what the start has left, is done by then, milliseconds. */
const settleMs = 2_000

/** Starts each contender in turn, again and again; medians. `asked` is the first request. */
export async function measureStarts(contenders: readonly Contender[], asked: BenchCase, folder: string): Promise<readonly StartFigures[]> {
  const all = contenders.map((contender) => ({ contender, answers: [] as number[], chats: [] as number[] }))
  for (let nth = 0; nth < rounds; nth++) {
    for (const { contender, answers, chats } of all) {
      const { running, answerMs, chatMs } = await startUp(contender, asked, folder)
      answers.push(answerMs)
      chats.push(chatMs)
      await stop(running)
    }
  }
  const figures: StartFigures[] = []
  for (const { contender, answers, chats } of all) {
    figures.push({ name: contender.name, answerMs: median(answers), chatMs: median(chats), idleMegabytes: await idle(contender, folder) })
  }
  return figures
}

async function startUp(contender: Contender, asked: BenchCase, folder: string) {
  const begun = performance.now()
  const running = launch(contender, folder)
  await answered(contender)
  const answerMs = performance.now() - begun
  await assertRight(contender, asked)
  return { running, answerMs, chatMs: performance.now() - begun }
}

async function idle(contender: Contender, folder: string): Promise<number> {
  const running = launch(contender, folder)
  await answered(contender)
  await sleep(settleMs)
  const megabytes = residentMegabytes(running.pid)
  await stop(running)
  return megabytes
}

const answered = ({ port, health }: Contender) => untilAnswered(`http://127.0.0.1:${port}${health}`, {}, 20_000)

/** Starts a contender and waits until it answers. */
export async function started(contender: Contender, folder: string): Promise<Running> {
  const running = launch(contender, folder)
  await answered(contender)
  return running
}

/** Fails when a contender does not answer as it has to: a fast error is no result. */
export async function assertRight(contender: Contender, asked: BenchCase): Promise<void> {
  const fault = await check(contender, asked)
  if (fault !== undefined) throw new Error(`${contender.name} answers "${asked.title}" wrongly: ${fault}`)
}
