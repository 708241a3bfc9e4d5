/** Runs several processes of one script, which all begin at the same moment. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Offered, Offers } from './claim-process.js'
import type { Called, Calls } from './client-process.js'

export function offerFrom(processes: readonly Offers[]): Promise<readonly Offered[]> {
  return together('claim-process.ts', processes)
}

export function callFrom(processes: readonly Calls[]): Promise<readonly Called[]> {
  return together('client-process.ts', processes)
}

async function together<Result>(script: string, tasks: readonly object[]): Promise<readonly Result[]> {
  const started = await Promise.all(tasks.map((task) => start<Result>(script, task)))
  for (const { begin } of started) begin()
  return Promise.all(started.map(({ done }) => done))
}

async function start<Result>(script: string, task: object): Promise<{ begin(): void; readonly done: Promise<Result> }> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = fork(path, [JSON.stringify(task)], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${script} ended with code ${code} before it answered`)))
  })
  failed.catch(() => {})
  const message = <T>() => new Promise<T>((resolve) => child.once('message', (value) => resolve(value as T))) // our own scripts send it
  await Promise.race([message<'ready'>(), failed])
  const done = Promise.race([message<Result>(), failed])
  done.catch(() => {})
  return { begin: () => child.send('go'), done }
}
