/** `llmgen graph`: names, deployments and fallbacks of a config as Mermaid, SVG or data. */
import { basename, dirname, resolve } from 'node:path'
import { closest } from '../compiler/suggest.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { compiledPlan } from './explain.js'
import type { RawFlags } from './flags.js'
import { layOut } from './graph-layout.js'
import { toMermaid } from './graph-mermaid.js'
import { type Graph, graphOf } from './graph-model.js'
import { toSvg } from './graph-svg.js'
import type { Terminal } from './terminal.js'
import { writeOutput } from './write-output.js'

export type GraphFlags = Omit<RawFlags, 'format'> & { readonly format?: string }

const formats = ['mermaid', 'svg', 'json'] as const
type GraphFormat = (typeof formats)[number]

const drawn: { readonly [F in GraphFormat]: (graph: Graph) => string } = {
  mermaid: toMermaid,
  svg: (graph) => toSvg(layOut(graph)),
  json: (graph) => `${JSON.stringify(graph, undefined, 2)}\n`,
}

/** Exit 0 when it is drawn, 1 for a config with errors. */
export async function graph(flags: GraphFlags, terminal: Terminal): Promise<ExitCode> {
  const format = readFormat(flags)
  const { format: _format, ...rest } = flags
  const compiled = await compiledPlan(rest, terminal)
  if (compiled === undefined) return exitCode.problems
  const text = drawn[format](format === 'json' ? graphOf(compiled.plan, Number.POSITIVE_INFINITY) : graphOf(compiled.plan))
  if (flags.out === undefined) terminal.out(text)
  else {
    const path = resolve(terminal.cwd, flags.cwd ?? '', flags.out)
    writeOutput(dirname(path), [{ path: basename(path), text }])
    if (flags.silent !== true) terminal.err(`wrote ${flags.out}\n`)
  }
  return exitCode.clean
}

function readFormat({ format, out }: GraphFlags): GraphFormat {
  if (format === undefined) return out?.endsWith('.svg') === true ? 'svg' : out?.endsWith('.json') === true ? 'json' : 'mermaid'
  const known = formats.find((word) => word === format)
  if (known !== undefined) return known
  const near = closest(format, formats)
  throw new Stop(
    exitCode.misuse,
    `--format does not know "${format}"; it takes ${formats.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`,
  )
}
