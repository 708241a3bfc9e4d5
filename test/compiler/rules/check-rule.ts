/** Runs one rule over a config and shows its findings as rows: `[severity, line:column, message, replacement]`. */
import { expect } from 'vitest'
import { readConfig } from '../../../src/compiler/config.js'
import type { Environment } from '../../../src/compiler/env-reference.js'
import { load } from '../../../src/compiler/load.js'
import { resolve } from '../../../src/compiler/resolve.js'
import { rules } from '../../../src/compiler/rules/rules.js'

export type Row = readonly [severity: string, place: string, message: string, replacement?: string]
export type RuleOptions = { readonly env?: Environment; readonly allowLiteralSecrets?: boolean }

/** The named rule finds exactly `rows`, each under the rule's own name. */
export function expectDiagnostics(name: string, yaml: string, rows: readonly Row[], options: RuleOptions = {}): void {
  const found = findings(name, yaml, options)
  expect(found.map((one) => one.row)).toEqual(rows)
  expect(found.map((one) => one.rule)).toEqual(rows.map(() => name))
}

/** The named rule finds nothing. */
export function expectValid(name: string, yaml: string, options: RuleOptions = {}): void {
  expectDiagnostics(name, yaml, [], options)
}

function findings(name: string, yaml: string, options: RuleOptions): readonly { readonly rule: string; readonly row: Row }[] {
  const rule = rules.get(name)
  if (rule === undefined) throw new Error(`no rule "${name}" is in force`)
  const loaded = load({ source: yaml, path: 'litellm_config.yaml', readFile: () => undefined })
  if (loaded.value === undefined) throw new Error(`the test config does not load: ${loaded.diagnostics[0]?.message ?? ''}`)
  const config = readConfig(loaded.value.root)
  const context = {
    config,
    resolved: resolve(config, options.env),
    env: options.env,
    allowLiteralSecrets: options.allowLiteralSecrets ?? false,
    sources: loaded.sources,
  }
  return [...rule(context)].map(({ rule: code, severity, at, message, help }) => ({
    rule: code,
    row: [severity, place(yaml, at.start), message, ...(help?.replacement === undefined ? [] : [help.replacement])] as unknown as Row, // a row of three or four
  }))
}

function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`
}
