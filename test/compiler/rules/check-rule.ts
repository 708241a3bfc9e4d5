/** Runs one rule over a config and compares its findings, as rows, with what is wanted. */
import { expect } from 'vitest'
import { readConfig } from '../../../src/compiler/config.js'
import type { Environment } from '../../../src/compiler/env-reference.js'
import { load } from '../../../src/compiler/load.js'
import { resolve } from '../../../src/compiler/resolve.js'
import { rules } from '../../../src/compiler/rules/rules.js'
import { scalars } from '../../../src/compiler/walk.js'

/** `[severity, line:column, message, replacement]`; the last only where the rule offers one. */
export type Row = readonly string[]

export type RuleCase = {
  readonly name: string
  /** YAML; the line break after the opening quote does not count. */
  readonly config: string
  readonly options?: { readonly env?: Environment; readonly allowLiteralSecrets?: boolean }
  /** Every finding of the rule, in its order; none where the config is in order. */
  readonly want: readonly Row[]
}

/** The named rule finds exactly what is wanted, each under the rule's own name. */
export function checkRule(name: string, { config: text, options = {}, want }: RuleCase): void {
  const rule = rules.get(name)
  if (rule === undefined) throw new Error(`no rule "${name}" is in force`)
  const yaml = text.replace(/^\n/, '')
  const loaded = load({ source: yaml, path: 'litellm_config.yaml', readFile: () => undefined })
  if (loaded.value === undefined) throw new Error(`the test config does not load: ${loaded.diagnostics[0]?.message ?? ''}`)
  const config = readConfig(loaded.value.root)
  const { env, allowLiteralSecrets = false } = options
  const context = { config, resolved: resolve(config, env), scalars: scalars(config.root), env, allowLiteralSecrets }
  const found = [...rule(context)]
  const rows = found.map(({ severity, at, message, help }) => {
    const row = [severity, place(yaml, at.start), message]
    return help?.replacement === undefined ? row : [...row, help.replacement]
  })
  expect(rows).toEqual(want)
  expect(found.map((one) => one.rule)).toEqual(want.map(() => name))
}

function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`
}
