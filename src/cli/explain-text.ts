/** An explanation as text for a terminal. */
import { showLine } from './display-width.js'
import type { Candidate, End, Explanation, ResolvedName, Step, Timeouts } from './explain-types.js'
import type { Paint } from './terminal.js'
import { textTable } from './text-table.js'

/** The whole text, with its last line end. */
export function renderExplanation(explanation: Explanation, paint: Paint): string {
  const { model, strategy, seed, streaming, tokens, tags, candidates, walk, end, notes } = explanation
  const asked = [
    `strategy ${strategy}, seed ${seed}`,
    `a prompt of ${count(tokens.prompt)} tokens, an answer of ${count(tokens.output)}${streaming ? ', streamed' : ''}`,
    ...(tags.length > 0 ? [`tags ${tags.join(', ')}`] : []),
  ]
  const lines = [
    `${paint('bold', showLine(model))} ${resolvedText(explanation.resolved, candidates.length)}`,
    `  ${asked.join('; ')}`,
    '',
    paint('bold', 'Candidates'),
    ...candidateTable(candidates).map((line) => `  ${line}`),
    '',
    paint('bold', 'Walk'),
    ...walk.flatMap((step) => stepLines(step, paint).map((line) => `  ${line}`)),
    '',
    endLine(end, paint),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `${paint('cyan', 'note')}: ${showLine(note)}`)] : []),
  ]
  return `${lines.join('\n')}\n`
}

function resolvedText({ as, group, captures }: ResolvedName, size: number): string {
  const many = `${size} deployment${size === 1 ? '' : 's'}`
  if (as === 'group') return `is a model name with ${many}`
  if (as === 'alias') return `is an alias of "${showLine(group)}", which has ${many}`
  if (as === 'deployment') return 'is the id of one deployment, which is asked even while it rests'
  const caught = (captures ?? []).map((text) => `"${showLine(text)}"`).join(', ')
  return `is caught by the wildcard "${showLine(group)}" (* is ${caught}), which has ${many}`
}

function candidateTable(candidates: readonly Candidate[]): readonly string[] {
  const number = (value: number | undefined) => (value === undefined ? '' : count(value))
  return textTable(candidates, [
    { title: '#', cell: ({ index }) => String(index), align: 'right' },
    { title: 'id', cell: ({ id }) => shortId(id) },
    { title: 'model', cell: ({ provider, model }) => `${provider}/${model}` },
    { title: 'order', cell: ({ order }) => number(order), align: 'right' },
    { title: 'weight', cell: ({ weight }) => number(weight), align: 'right' },
    { title: 'rpm', cell: ({ rpm }) => number(rpm), align: 'right' },
    { title: 'tpm', cell: ({ tpm }) => number(tpm), align: 'right' },
    { title: 'tags', cell: ({ tags }) => (tags ?? []).join(',') },
    { title: 'region', cell: ({ region }) => region ?? '' },
    { title: 'share', cell: ({ share }) => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`, align: 'right' },
    { title: '$ per 1M in/out', cell: priceText },
    { title: 'context', cell: ({ contextWindow }) => number(contextWindow), align: 'right' },
    { title: 'may serve', cell: ({ hindrance }) => (hindrance === undefined ? 'yes' : `no: ${hindrances[hindrance]}`) },
  ])
}

const hindrances: { readonly [H in NonNullable<Candidate['hindrance']>]: string } = {
  'not-ready': 'its key, address or adapter is missing',
  tags: 'its tags do not fit',
  region: 'it is in another region',
  'context-window': 'the prompt is longer than its context window',
  parameters: 'it does not take a parameter of the request',
  cooldown: 'it rests',
  probing: 'another call tries it out',
  requests: 'over its requests per minute',
  tokens: 'over its tokens per minute',
  parallel: 'all its parallel calls are under way',
  'provider-limit': 'the provider says that its limit is used up',
  budget: 'its budget is spent',
  'preferred-requests': 'after others: over its requests per minute',
  'preferred-tokens': 'after others: over its tokens per minute',
  'tight-window': 'after others: the prompt may be longer than its context window',
  order: 'only after those of a lower order',
}

function priceText({ inputUsd, outputUsd, priceReason }: Candidate): string {
  if (inputUsd === undefined && outputUsd === undefined) return `unknown${priceReason === undefined ? '' : `: ${priceReason}`}`
  return `${inputUsd ?? '?'}/${outputUsd ?? '?'}`
}

/** Ids that are hashes are as long as a line. */
function shortId(id: string): string {
  return id.length > 20 ? `${id.slice(0, 12)}…` : id
}

function stepLines(step: Step, paint: Paint): readonly string[] {
  const at = `${seconds(step.at).padStart(9)}  `
  const indent = ' '.repeat(at.length)
  if (step.do === 'attempt') return attemptLines(step, at, indent, paint)
  return [at + otherStep(step, paint)]
}

function attemptLines(step: Extract<Step, { do: 'attempt' }>, at: string, indent: string, paint: Paint): readonly string[] {
  const { nth, group, deployment, provider, model, strategy, eligible, timeouts, outcome, status, ms, costUsd, costReason, retries } = step
  const how = eligible === 1 ? 'the only choice' : `${strategy} picks 1 of ${eligible}`
  const money = costUsd === undefined ? `cost unknown${costReason === undefined ? '' : ` (${costReason})`}` : dollars(costUsd)
  const result =
    outcome === 'ok'
      ? `${paint('green', 'answers')} after ${seconds(ms)}, ${money}`
      : `${paint('red', outcome)}${status > 0 ? ` (${status})` : ''} after ${seconds(ms)}, ${dollars(0)}`
  return [
    showLine(`${at}attempt ${nth}: ${provider}/${model} [${shortId(deployment)}] for "${group}": ${how}`),
    `${indent}timeouts: ${timeoutText(timeouts)}`,
    `${indent}${result}`,
    ...(retries === undefined ? [] : [`${indent}retries for this: ${retries.allowed}, from ${showLine(retries.from)}`]),
  ]
}

function timeoutText({ connect, firstByte, idle, total }: Timeouts): string {
  const known: readonly (readonly [string, number | undefined])[] = [
    ['connect', connect],
    ['first byte', firstByte],
    ['silence', idle],
    ['total', total],
  ]
  return known.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${seconds(ms)}`])).join(', ') || 'none'
}

function otherStep(step: Exclude<Step, { do: 'attempt' }>, paint: Paint): string {
  switch (step.do) {
    case 'cooldown':
      return `${paint('yellow', 'cooldown')}: [${shortId(step.deployment)}] rests for ${seconds(step.ms)}`
    case 'wait':
      return `wait ${seconds(step.ms)} before "${showLine(step.group)}" is tried again`
    case 'fallback':
      return `${paint('yellow', 'fallback')}${showLine(`: "${step.from}" → "${step.to}" because of ${step.because}, by ${step.chain}`)}`
    case 'no-deployment':
      return `no deployment of "${showLine(step.group)}" may serve; the first returns in ${seconds(step.waitMs)}`
    case 'refused':
      return `[${shortId(step.deployment)}] refused by the limit ${showLine(step.by)}, free in ${seconds(step.freeInMs)}`
    case 'queued':
      return `waits for a deployment of "${showLine(step.group)}"; ${step.ahead} calls ahead`
    case 'unready':
      return `[${shortId(step.deployment)}] of "${showLine(step.group)}" cannot be asked: ${step.kind}`
  }
}

function endLine(end: End, paint: Paint): string {
  const tries = `${end.attempts} attempt${end.attempts === 1 ? '' : 's'}, ${seconds(end.ms)}`
  if (end.outcome === 'failed') {
    const code = end.code === null ? '' : ` ${end.code}`
    return `${paint('red', 'End')}: ${end.error} ${end.status}${code} after ${tries}: ${showLine(end.message)}`
  }
  const money = end.costUsd === undefined ? `cost unknown: ${end.costReason ?? 'the price is'}` : dollars(end.costUsd)
  return `${paint('green', 'End')}: answered by [${shortId(end.deployment)}] of "${showLine(end.group)}" after ${tries}, ${money}`
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toLocaleString('en-US', { maximumFractionDigits: 3, useGrouping: false })} s`
}

function dollars(usd: number): string {
  return `$${usd === 0 ? '0' : usd.toFixed(6)}`
}
