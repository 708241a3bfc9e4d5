/**
 * What a client did, one line a step: time, level, number of the call, step, `group → deployment (provider)`, facts. Made
 * of events alone, so that no prompt can be in it; keys are masked. Imported where the log is on.
 */
import { maskSecrets } from '../providers/shared/mask.js'
import type { RouterEvent } from './events.js'
import { type LogLevel, levelOf } from './log-level.js'
import type { LogParts } from './observer.js'

type EventOf<T extends RouterEvent['type']> = Extract<RouterEvent, { readonly type: T }>

/** One line without what every line has. */
type Entry = {
  readonly level: LogLevel
  /** Default: the event's type. */
  readonly step?: string
  readonly where: string
  readonly facts: string
}

/** How what others chose is written: without keys, on one line, cut where it is long. */
type Words = {
  name(text: string, most?: number): string
  /** Names the provider of a deployment too. */
  place(group: string, deploymentId: string): string
}

const order: readonly LogLevel[] = ['error', 'warning', 'info', 'debug']
const labels: { readonly [L in LogLevel]: string } = { error: 'ERROR', warning: 'WARN ', info: 'INFO ', debug: 'DEBUG' }
/** Longest name that is shown whole: a model name comes from the caller. */
const maxName = 200

/** Writes each event that the level lets through. */
export function createEventLog({ plan, secrets, level, log = printLine }: LogParts): (event: RouterEvent) => void {
  const given = levelOf(level)
  const most = given === 'off' ? -1 : order.indexOf(given)
  const known = new Map(plan.deployments.map(({ id, group, provider }) => [id, { group, provider }]))
  // A key is taken out before a name is cut: half of one is no longer known.
  const name: Words['name'] = (text, most) => onOneLine(hide(text, secrets), most)
  const place: Words['place'] = (group, id) =>
    `${name(group || (known.get(id)?.group ?? ''))} → ${name(id)} (${known.get(id)?.provider ?? ''})`
  return (event) => {
    const entry = entryOf(event, { name, place })
    if (order.indexOf(entry.level) > most) return
    const { step = event.type, where, facts } = entry
    const time = new Date(event.at).toISOString()
    const line = `${time} llmgen ${labels[entry.level]} #${String(event.call).padEnd(4)} ${step.padEnd(13)} ${where}${facts && `  ${facts}`}`
    log(line, entry.level)
  }
}

function printLine(line: string): void {
  console.error(line)
}

/** Keys that a provider repeats in an error code, or that somebody took for a name. */
function hide(text: string, secrets: readonly string[]): string {
  return maskSecrets(secrets.reduce((rest, secret) => rest.replaceAll(secret, `…${secret.slice(-4)}`), text))
}

function entryOf(event: RouterEvent, words: Words): Entry {
  const { name, place } = words
  switch (event.type) {
    case 'attempt':
      return attempt(event, words)
    case 'success':
      return { level: 'info', where: place(event.group, event.deploymentId), facts: success(event) }
    case 'failure':
      return failure(event, words)
    case 'done':
      return done(event, words)
    case 'cooldown':
      return { level: 'warning', where: place('', event.deploymentId), facts: until(event.untilMs, event.at) }
    case 'recovered':
      return { level: 'info', where: place('', event.deploymentId), facts: 'serves again' }
    case 'refused':
      return { level: 'debug', where: place(event.group, event.deploymentId), facts: `over ${name(event.by)}${free(event)}` }
    case 'no-deployment':
      return {
        level: 'warning',
        where: name(event.group),
        facts: `none can serve${event.waitMs > 0 ? ` for ${length(event.waitMs)}` : ''}`,
      }
    case 'queued':
      return { level: 'debug', where: name(event.group), facts: `${event.ahead} ahead` }
    case 'cache':
      return {
        level: event.outcome === 'hit' || event.outcome === 'shared' ? 'info' : 'debug',
        where: name(event.group),
        facts: `${event.outcome} ${name(event.key, 24)}`,
      }
    case 'wait':
      return { level: 'debug', where: name(event.group), facts: length(event.ms) }
    case 'fallback':
      return { level: 'info', where: `${name(event.from)} → ${name(event.to)}`, facts: `because of ${event.because}` }
    default:
      return unknown(event)
  }
}

function attempt({ group, deploymentId, attempt: nth, retry, strategy, eligible }: EventOf<'attempt'>, { place }: Words): Entry {
  const facts = `attempt ${nth}, ${strategy} among ${eligible}`
  return { level: 'debug', step: retry > 0 ? `retry ${retry}` : 'attempt', where: place(group, deploymentId), facts }
}

function success({ durationMs, inputTokens, outputTokens, costNanoUsd }: EventOf<'success'>): string {
  const tokens = inputTokens === undefined && outputTokens === undefined ? '' : `, ${inputTokens ?? 0} + ${outputTokens ?? 0} tokens`
  return `${length(durationMs)}${tokens}, ${money(costNanoUsd)}`
}

function failure({ group, deploymentId, kind, status, code, durationMs }: EventOf<'failure'>, words: Words): Entry {
  // a caller who leaves is nobody's fault
  const level = kind === 'abort' ? 'info' : 'warning'
  return { level, where: words.place(group, deploymentId), facts: `${reason(kind, status, code, words)} after ${length(durationMs)}` }
}

function done({ model, outcome, status, code, attempts, fallbacks, durationMs, costNanoUsd }: EventOf<'done'>, words: Words): Entry {
  const { name } = words
  const ways = `${count(attempts, 'attempt')}${fallbacks > 0 ? ` and ${count(fallbacks, 'fallback')}` : ''} in ${length(durationMs)}`
  if (outcome === 'ok') return { level: 'debug', where: name(model), facts: `ok, ${ways}, ${money(costNanoUsd)}` }
  const level = outcome === 'abort' ? 'info' : 'error'
  return { level, step: 'failed', where: name(model), facts: `${reason(outcome, status, code, words)}, ${ways}` }
}

function reason(kind: string, status: number, code: string | null, { name }: Words): string {
  return [kind, status > 0 ? status : undefined, code === null ? undefined : name(code, 60)].filter((part) => part !== undefined).join(' ')
}

function until(untilMs: number, at: number): string {
  return `rests for ${length(untilMs - at)}, until ${new Date(untilMs).toISOString().slice(11)}`
}

function free({ freeAt, at }: EventOf<'refused'>): string {
  return freeAt > at ? `, free in ${length(freeAt - at)}` : ''
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}

/** Milliseconds as a person reads them. */
function length(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(1))} s`
}

/** Nano-dollars in dollars, to the last digit. */
function money(nanoUsd: number | undefined): string {
  return nanoUsd === undefined ? 'cost unknown' : `$${(nanoUsd / 1_000_000_000).toFixed(9).replace(/0{1,7}$/, '')}`
}

/** A name on one line, from left to right: whoever may choose it could else write lines of its own, or turn ours around. */
function onOneLine(text: string, most = maxName): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be printed
  const printable = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '·')
  return printable.length > most ? `${printable.slice(0, most - 1)}…` : printable
}

/** Events of a newer runtime than this file knows. */
function unknown(event: never): Entry {
  throw new Error(`llmgen bug: an event that the log does not know: ${JSON.stringify(event)}`)
}
