/** Wall time of the built CLI as a whole process, on configs of many deployments. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './measure.js'

export type Timing = { readonly name: string; readonly seconds: number; readonly budget: number }

const cli = new URL('../../dist/bin/llmgen.js', import.meta.url).pathname

/** A config of `count` deployments, two to a group, over three providers. */
function configOf(count: number): string {
  const upstream = ['openai/gpt-4o', 'anthropic/claude-sonnet-4-20250514', 'groq/llama-3.3-70b-versatile']
  const keys = ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GROQ_API_KEY']
  const entries = Array.from({ length: count }, (_, at) => {
    const provider = (at >> 1) % upstream.length
    return [
      `  - model_name: model-${at >> 1}`,
      '    litellm_params:',
      `      model: ${upstream[provider]}`,
      `      api_key: os.environ/${keys[provider]}`,
      `      rpm: ${100 + (at % 9)}`,
    ].join('\n')
  })
  return `model_list:\n${entries.join('\n')}\nrouter_settings:\n  routing_strategy: latency-based-routing\n  num_retries: 3\n`
}

function seconds(args: readonly string[], cwd: string): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`llmgen ${args.join(' ')} ended with ${status}:\n${stderr.slice(0, 2_000)}`)
  return (performance.now() - start) / 1_000
}

/** Medians of five. Undefined where there is no build. */
export function compileTimes(): readonly Timing[] | undefined {
  if (!existsSync(cli)) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-bench-'))
  try {
    for (const count of [50, 2_000]) writeFileSync(join(folder, `${count}.yaml`), configOf(count))
    const out = join(folder, 'out')
    const time = (name: string, budget: number, args: readonly string[], fresh: boolean): Timing => {
      const runs = Array.from({ length: 5 }, () => {
        if (fresh) rmSync(out, { recursive: true, force: true })
        return seconds(args, folder)
      })
      return { name, seconds: median(runs), budget }
    }
    const generate = (count: number) => ['generate', '--config', `${count}.yaml`, '--out', out]
    return [
      time('check, 50 deployments', 0.25, ['check', '--config', '50.yaml'], false),
      time('generate, 50 deployments', 0.7, generate(50), true),
      time('generate again, nothing changed', 0.2, generate(50), false),
      time('check, 2,000 deployments', 2, ['check', '--config', '2000.yaml'], false),
      time('generate, 2,000 deployments', 2, generate(2_000), true),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
