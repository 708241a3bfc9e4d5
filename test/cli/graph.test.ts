import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Box, type Layout, labelColumn, layOut } from '../../src/cli/graph-layout.js'
import { toMermaid } from '../../src/cli/graph-mermaid.js'
import { type Graph, graphOf, mostDrawn } from '../../src/cli/graph-model.js'
import { toSvg } from '../../src/cli/graph-svg.js'
import { runCli } from '../../src/cli/program.js'
import { buildPlan, chain, type PlanInput } from '../support/plan.js'
import { fakeTerminal } from './fake-terminal.js'
import { type Folder, folder } from './folder.js'

const example = readFileSync(new URL('../examples/litellm_config.yaml', import.meta.url), 'utf8')

async function graph(place: Folder, args: readonly string[] = []) {
  const terminal = fakeTerminal({ cwd: place.path })
  const code = await runCli(['graph', ...args], terminal)
  return { code, out: terminal.output(), err: terminal.complaints() }
}
const withConfig = (text: string) => folder({ 'litellm_config.yaml': text })

const plan: PlanInput = {
  deployments: [
    { group: 'gpt', model: 'azure/gpt-4o', order: 2, rpm: 900 },
    { group: 'gpt', model: 'openai/gpt-4o', order: 1, weight: 2, tags: ['paid'] },
    { group: 'claude', model: 'anthropic/claude-sonnet-4' },
    { group: 'groq/*', model: 'groq/*' },
  ],
  aliases: [{ name: 'default', group: 'gpt', hidden: false }],
  chains: {
    general: [chain('gpt', 'claude', 'groq/llama'), chain('*', 'claude')],
    contextWindow: [chain('gpt', 'claude')],
    contentPolicy: [chain('claude', 'gpt')],
  },
}

test('the text of a Plan with everything', () => {
  expect(toMermaid(graphOf(buildPlan(plan)))).toMatchInlineSnapshot(`
    "flowchart LR
      g0["gpt<br/>simple-shuffle"]
      d1g0("openai/gpt-4o<br/>tags paid")
      d0g0("azure/gpt-4o")
      g1["claude"]
      d2g1("anthropic/claude-sonnet-4")
      g2[/"groq/#42;"/]
      d3g2("groq/#42;")
      a0(["default"])
      n4["groq/llama"]
      n5{{"every other name"}}
      g0 ---|"order 1, weight 2"| d1g0
      g0 ---|"order 2, rpm 900"| d0g0
      g1 --- d2g1
      g2 --- d3g2
      a0 --> g0
      g0 -.->|"fallback 1"| g1
      n4 --> g2
      g0 -.->|"fallback 2"| n4
      n5 -.->|"default fallback 1"| g1
      g0 -.->|"context window 1"| g1
      g1 -.->|"content policy 1"| g0
    "
  `)
})

test('the example config', async () => {
  const { code, out, err } = await graph(withConfig(example))
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatchInlineSnapshot(`
    "flowchart LR
      g0["gpt-4o<br/>latency-based-routing"]
      d0g0("azure/gpt-4o-prod")
      d1g0("openai/gpt-4o")
      g1["claude-sonnet"]
      d2g1("anthropic/claude-sonnet-4-20250514")
      g2["gemini-flash"]
      d3g2("gemini/gemini-2.5-flash")
      g3["embedding"]
      d4g3("gemini/gemini-embedding-001")
      g0 ---|"rpm 900"| d0g0
      g0 ---|"rpm 500"| d1g0
      g1 --- d2g1
      g2 --- d3g2
      g3 --- d4g3
    "
  `)
})

/** Reads the subset of Mermaid that is written; throws at the first line that is not of it. */
function readMermaid(text: string): {
  readonly nodes: ReadonlyMap<string, string>
  readonly edges: readonly (readonly [string, string, string])[]
} {
  const [first, ...rest] = text.split('\n')
  if (first !== 'flowchart LR' || rest.pop() !== '') throw new Error(`no flowchart: ${first}`)
  const nodes = new Map<string, string>()
  const edges: (readonly [string, string, string])[] = []
  const label = '"((?:[\\p{L}\\p{N} _./:,$@+-]|#\\d+;|<br/>)*)"'
  const node = new RegExp(
    `^ {2}([a-z]\\w*)(?:\\(\\[${label}\\]\\)|\\[${label}\\]|\\[/${label}/\\]|\\{\\{${label}\\}\\}|\\(${label}\\))$`,
    'u',
  )
  const edge = new RegExp(`^ {2}([a-z]\\w*) (?:-->|---|-\\.->)(?:\\|${label}\\|)? ([a-z]\\w*)$`, 'u')
  for (const line of rest) {
    const found = node.exec(line)
    if (found !== null) {
      const [, key = '', ...labels] = found
      if (nodes.has(key)) throw new Error(`two nodes ${key}`)
      // `end` in lower case is a word of Mermaid's.
      if (key === 'end') throw new Error('a node may not be called end')
      nodes.set(key, decode(labels.find((each) => each !== undefined) ?? ''))
      continue
    }
    const [, from = '', text = '', to = ''] = edge.exec(line) ?? []
    if (!nodes.has(from) || !nodes.has(to)) throw new Error(`no line of a flowchart: ${line}`)
    edges.push([from, to, decode(text)])
  }
  return { nodes, edges }
}

function decode(text: string): string {
  return text.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
}

/** Any graph over names that try to break out. */
const names = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.constantFrom('end', 'a"b', '</text><script>', '`md`', '#quot;', ']]', 'a|b', '--> x', '%%', 'x'.repeat(300), '日本語モデル', 'a\nb'),
)
const plans = fc
  .record({
    groups: fc.uniqueArray(fc.tuple(names, fc.integer({ min: 1, max: 20 })), { selector: ([name]) => name, minLength: 1, maxLength: 12 }),
    aliases: fc.uniqueArray(names, { maxLength: 6 }),
    links: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(2)), { maxLength: 25 }),
  })
  .map(({ groups, aliases, links }): PlanInput => {
    const list = groups.map(([name]) => name)
    const pick = (at: number) => list[at % list.length] ?? ''
    const of = (kind: number) =>
      links.filter((link) => link[2] === kind).map(([from, to]) => chain(from % 5 === 0 ? '*' : pick(from), pick(to)))
    return {
      deployments: groups.flatMap(([group, size]) =>
        Array.from({ length: size }, (_, at) => ({
          group,
          model: `openai/${group}-${at}`,
          id: `${group} ${at}`,
          ...(at % 3 === 0 && { order: at }),
        })),
      ),
      aliases: aliases.map((name, at) => ({ name, group: pick(at), hidden: false })),
      chains: { general: of(0), contextWindow: of(1), contentPolicy: of(2) },
    }
  })

test('any names make text that Mermaid reads, with the same nodes and edges', () => {
  fc.assert(
    fc.property(plans, (input) => {
      const drawn = graphOf(buildPlan(input))
      const { nodes, edges } = readMermaid(toMermaid(drawn))
      expect([...nodes]).toEqual(drawn.nodes.map(({ key, label, detail }) => [key, detail === '' ? label : `${label}<br/>${detail}`]))
      expect(edges).toEqual(drawn.edges.map(({ from, to, label }) => [from, to, label]))
    }),
    { numRuns: 150, seed: 4 },
  )
})

describe('the layout', () => {
  const overlaps = ({ boxes }: Layout) => {
    const meet = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    return boxes.flatMap((a, at) => boxes.slice(at + 1).flatMap((b) => (meet(a, b) ? [`${a.node.label} / ${b.node.label}`] : [])))
  }
  const onEdge = (box: Box | undefined, { x, y }: { readonly x: number; readonly y: number }) =>
    box !== undefined && (x === box.x || x === box.x + box.width) && y >= box.y && y <= box.y + box.height
  const loose = ({ boxes, routes }: Layout) => {
    const byKey = new Map(boxes.map((box) => [box.node.key, box]))
    return routes.filter(({ edge, start, end }) => !onEdge(byKey.get(edge.from), start) || !onEdge(byKey.get(edge.to), end))
  }
  const crossed = ({ boxes, routes }: Layout) =>
    routes.filter(({ lane }) => lane !== undefined && boxes.some(({ x, width }) => lane >= x && lane <= x + width))
  const outside = ({ boxes, routes, width, height }: Layout) => [
    ...boxes.filter((box) => box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height),
    ...routes.filter(({ lane }) => lane !== undefined && (lane < 0 || lane > width)),
  ]

  test('any graph: no boxes overlap, edges end at their boxes, lanes run between the columns, all is on the page', () => {
    fc.assert(
      fc.property(plans, (input) => {
        const drawn = graphOf(buildPlan(input))
        const layout = layOut(drawn)
        expect([overlaps(layout), loose(layout), crossed(layout), outside(layout)]).toEqual([[], [], [], []])
        expect(layout.routes).toHaveLength(drawn.edges.length)
      }),
      { numRuns: 150, seed: 5 },
    )
  })

  test('edges run level where their labels stand, so that none is crossed', () => {
    const { routes } = layOut(graphOf(buildPlan(plan)))
    const labelled = routes.filter(({ edge }) => edge.kind === 'serves' && edge.label !== '')
    const columns = Math.max(...labelled.map(({ edge }) => edge.label.length))
    expect(labelled).toHaveLength(2)
    for (const { start, end, bendTo = 0 } of routes.filter(({ edge }) => edge.kind === 'serves')) {
      expect(bendTo).toBeGreaterThan(start.x)
      expect(end.x - bendTo).toBeGreaterThanOrEqual(columns * labelColumn + 6)
    }
  })

  test('fallbacks that run side by side have lanes of their own', () => {
    const { routes } = layOut(graphOf(buildPlan(plan)))
    const lanes = routes.flatMap(({ lane, start, end }) =>
      lane === undefined ? [] : [{ lane, low: Math.min(start.y, end.y), high: Math.max(start.y, end.y) }],
    )
    const meeting = lanes.filter((a, at) => lanes.some((b, other) => other > at && a.lane === b.lane && a.low < b.high && b.low < a.high))
    expect([lanes.length, meeting]).toEqual([5, []])
  })

  test('any graph: fallbacks of one box leave and enter it at heights of their own, and those on one side of it do not cross there', () => {
    fc.assert(
      fc.property(plans, (input) => {
        const routes = layOut(graphOf(buildPlan(input))).routes.flatMap(({ lane, ...rest }) =>
          // One that falls back to itself is no more than a loop.
          lane === undefined || rest.edge.from === rest.edge.to ? [] : [{ lane, ...rest }],
        )
        for (const [end, other] of [['start', 'end'] as const, ['end', 'start'] as const]) {
          const heights = routes.map((route) => `${route.edge[end === 'start' ? 'from' : 'to']} ${route[end].y}`)
          expect(new Set(heights).size).toBe(heights.length)
          const crossing = routes.filter((inner) =>
            routes.some((outer) => {
              const isOneBox = end === 'start' ? inner.edge.from === outer.edge.from : inner.edge.to === outer.edge.to
              const [low, high] = [inner.start.y, inner.end.y].toSorted((a, b) => a - b)
              // The level part of the outer one passes the upright part of the inner one.
              return (
                isOneBox &&
                outer.lane < inner.lane &&
                outer[other].y !== inner[end].y &&
                outer[end].y > (low ?? 0) &&
                outer[end].y < (high ?? 0)
              )
            }),
          )
          expect(crossing).toEqual([])
        }
      }),
      { numRuns: 150, seed: 7 },
    )
  })
})

describe('SVG', () => {
  /** Element by element; throws where it is not well formed. */
  function readXml(text: string): readonly string[] {
    const open: string[] = []
    const found: string[] = []
    const rest = text
      .replace(/<style>[^<]*<\/style>/, '')
      .replace(/<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<&]*")*)(\/?)>/g, (_, end, name, _attributes, own) => {
        if (end === '/') {
          if (open.pop() !== name) throw new Error(`</${name}> closes nothing`)
        } else {
          found.push(name)
          if (own !== '/') open.push(name)
        }
        return ''
      })
    const stray = /<|&(?!amp;|lt;|gt;|quot;)/.exec(rest)
    if (open.length > 0 || stray !== null) throw new Error(`not well formed: ${open.join()} ${stray?.[0]}`)
    return found
  }

  test('any names make a well-formed document with a box for each node and a path for each edge', () => {
    fc.assert(
      fc.property(plans, (input) => {
        const drawn = graphOf(buildPlan(input))
        const elements = readXml(toSvg(layOut(drawn)))
        const legend = new Set(drawn.edges.map(({ kind }) => kind).filter((kind) => kind !== 'alias' && kind !== 'serves')).size
        expect(elements.filter((name) => name === 'rect')).toHaveLength(drawn.nodes.length + 1)
        const tips = new Set(drawn.edges.map(({ kind }) => kind).filter((kind) => kind !== 'serves')).size
        expect(elements.filter((name) => name === 'path')).toHaveLength(drawn.edges.length + legend + tips)
      }),
      { numRuns: 100, seed: 6 },
    )
  })

  test('a chain of several says which comes first, one of a single step does not', () => {
    const svg = toSvg(layOut(graphOf(buildPlan(plan))))
    expect([...svg.matchAll(/<text class="nth nth-([a-z-]+)"[^>]*>(\d+)</g)].map(([, kind, nth]) => `${kind} ${nth}`)).toEqual([
      'fallback 1',
      'fallback 2',
    ])
  })

  test('it needs nothing that only browsers know: no variables, no context-stroke', () => {
    expect(toSvg(layOut(graphOf(buildPlan(plan))))).not.toMatch(/var\(|context-stroke/)
  })

  test('the same Plan, the same bytes; colours for light and dark, titles to point at', () => {
    const draw = () => toSvg(layOut(graphOf(buildPlan(plan))))
    expect(draw()).toBe(draw())
    for (const part of [
      'prefers-color-scheme:dark',
      '<title>openai/gpt-4o\ndeployment 1, id ',
      '<title>context window 1</title>',
      'order 1, weight 2',
    ])
      expect(draw()).toContain(part)
  })
})

test('hundreds of deployments of one name are drawn as a few and a box for the rest', () => {
  const many = Array.from({ length: 500 }, (_, at) => ({ group: 'pool', model: `openai/m${at}`, id: `m${at}` }))
  const drawn = graphOf(buildPlan({ deployments: many }))
  expect(drawn.nodes).toHaveLength(1 + mostDrawn)
  expect(drawn.nodes.at(-1)).toMatchObject({ kind: 'more', label: '… and 489 more' })
  expect(graphOf(buildPlan({ deployments: many }), Number.POSITIVE_INFINITY).nodes).toHaveLength(501)
  expect(layOut(drawn).height).toBeLessThan(1_000)
})

describe('the command', () => {
  test('--out writes the file, and its name tells the format', async () => {
    const place = withConfig(example)
    expect(await graph(place, ['--out', 'docs/routing.svg'])).toEqual({ code: 0, out: '', err: 'wrote docs/routing.svg\n' })
    expect(place.read('docs/routing.svg')).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /)
    expect(place.names()).toEqual(['docs/routing.svg', 'litellm_config.yaml'])
  })

  test('--format json is the graph itself', async () => {
    const { code, out } = await graph(withConfig(example), ['--format', 'json'])
    const read: Graph = JSON.parse(out)
    expect([code, read.nodes.length, read.edges.length]).toEqual([0, 9, 5])
  })

  test('a format that is not there is misuse', async () => {
    expect(await graph(withConfig(example), ['--format', 'mermiad'])).toEqual({
      code: 2,
      out: '',
      err: 'llmgen: --format does not know "mermiad"; it takes mermaid, svg, json; did you mean "mermaid"?\n',
    })
  })
})

const corpus = fileURLToPath(new URL('../../../shared/corpus/configs/', import.meta.url))
const configs = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.yaml')) : []

test('every config at hand is drawn', async () => {
  for (const file of configs) {
    const place = withConfig(readFileSync(`${corpus}${file}`, 'utf8'))
    const lenient = ['--allow-unknown', '--allow-literal-secrets']
    const { code, out } = await graph(place, lenient)
    if (code === 1) continue // a config with errors
    expect([file, code, readMermaid(out).nodes.size > 0]).toEqual([file, 0, true])
    expect([file, (await graph(place, [...lenient, '--format', 'svg'])).code]).toEqual([file, 0])
  }
}, 60_000)
