/** Times of 0 read as "not set" in LiteLLM, except a deployment's `cooldown_time`, where 0 means no cooldown. */
import type { Diagnostic } from '../diagnostic.js'
import { getEntry, toNumber } from '../read-node.js'
import type { MapNode } from '../source.js'
import type { RuleContext } from './rule.js'

export function* zeroMeansUnset({ config }: RuleContext): Generator<Diagnostic> {
  yield* check(config.router, 'cooldown_time', '5 s', 'use `disable_cooldowns: true` to switch cooldowns off')
  for (const key of ['timeout', 'stream_timeout']) yield* check(config.router, key, 'the default', 'give the seconds an attempt may take')
  yield* check(config.litellm, 'request_timeout', '6000 s', 'give the seconds an attempt may take')
  for (const { params } of config.models) {
    for (const key of ['timeout', 'stream_timeout'])
      yield* check(params, key, "the router's", 'leave it out, or give the seconds an attempt may take')
  }
}

function* check(map: MapNode | undefined, key: string, instead: string, help: string): Generator<Diagnostic> {
  const entry = getEntry(map, key)
  if (entry === undefined || toNumber(entry.value) !== 0) return
  yield {
    severity: 'warning',
    rule: 'zero-means-unset',
    message: `\`${key}: 0\` counts as not set`,
    at: entry.value.at,
    label: `${instead} holds`,
    help: { text: help },
  }
}
