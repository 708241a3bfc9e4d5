/** Line charts as SVG: axes, a legend, and colours for light and dark. */

export type Series = { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] }
export type Chart = {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly series: readonly Series[]
  /** A stretch of x in which something is wrong. */
  readonly trouble?: readonly [from: number, to: number]
}

const size = { width: 760, height: 380, left: 60, right: 190, top: 48, bottom: 46 }
const plot = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom }
/** Each strategy has its colour in every chart; told apart also where colours are not seen well. Source: Okabe and Ito. */
const colours: ReadonlyMap<string, string> = new Map([
  ['simple-shuffle', '#0072b2'],
  ['least-busy', '#d55e00'],
  ['latency-based-routing', '#009e73'],
  ['usage-based-routing-v2', '#cc79a7'],
  ['cost-based-routing', '#e69f00'],
  ['peak-ewma', '#56b4e9'],
])

const style = `
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .title { font-size: 15px; font-weight: 600 }
  .back { fill: #ffffff } .grid { stroke: #d0d7de } .trouble { fill: #d0d7de; opacity: 0.4 }
  path { fill: none; stroke-width: 1.8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .back { fill: #0d1117 } .grid { stroke: #30363d } .trouble { fill: #6e7681; opacity: 0.35 }
  }`

/** The chart as the text of an SVG file. The y axis starts at 0. */
export function svgOf({ title, x, y, series, trouble }: Chart): string {
  const points = series.flatMap((each) => each.points)
  const most = { x: Math.max(1, ...points.map(([at]) => at)), y: Math.max(...points.map(([, value]) => value), 1e-9) }
  const ticks = { x: ticksTo(most.x), y: ticksTo(most.y) }
  const top = most.y > (ticks.y.at(-1) ?? 0) ? (ticks.y.at(-1) ?? 0) + (ticks.y[1] ?? most.y) : (ticks.y.at(-1) ?? 0)
  if (top > (ticks.y.at(-1) ?? 0)) ticks.y = [...ticks.y, top]
  const toX = (value: number) => round(size.left + (value / most.x) * plot.width)
  const toY = (value: number) => round(size.top + plot.height - (value / top) * plot.height)
  const bottom = size.top + plot.height
  const right = size.left + plot.width
  const legendEnd = size.top + 10 + series.length * 20
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${style}</style>`,
    `<rect class="back" width="${size.width}" height="${size.height}"/>`,
    `<text class="title" x="${size.left}" y="24">${escaped(title)}</text>`,
    trouble === undefined
      ? ''
      : `<rect class="trouble" x="${toX(trouble[0])}" y="${size.top}" width="${round(toX(trouble[1]) - toX(trouble[0]))}" height="${plot.height}"/>`,
    ...ticks.y.map(
      (value) =>
        `<line class="grid" x1="${size.left}" x2="${right}" y1="${toY(value)}" y2="${toY(value)}"/><text x="${size.left - 8}" y="${toY(value) + 4}" text-anchor="end">${label(value)}</text>`,
    ),
    ...ticks.x.map((value) => `<text x="${toX(value)}" y="${bottom + 18}" text-anchor="middle">${label(value)}</text>`),
    `<text x="${size.left + plot.width / 2}" y="${size.height - 8}" text-anchor="middle">${escaped(x)}</text>`,
    `<text x="${size.left}" y="${size.top - 8}">${escaped(y)}</text>`,
    ...series.map((each) => line(each, toX, toY)),
    ...series.map(
      ({ name }, at) =>
        `<line x1="${right + 14}" x2="${right + 34}" y1="${size.top + 10 + at * 20}" y2="${size.top + 10 + at * 20}" stroke="${colourOf(name)}" stroke-width="3"/><text x="${right + 40}" y="${size.top + 14 + at * 20}">${escaped(name)}</text>`,
    ),
    trouble === undefined
      ? ''
      : `<rect class="trouble" x="${right + 14}" y="${legendEnd - 6}" width="20" height="12"/><text x="${right + 40}" y="${legendEnd + 4}">trouble</text>`,
    '</svg>\n',
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function line({ name, points }: Series, toX: (x: number) => number, toY: (y: number) => number): string {
  const path = points.map(([x, y], nth) => `${nth === 0 ? 'M' : 'L'}${toX(x)} ${toY(y)}`).join('')
  return `<path stroke="${colourOf(name)}" d="${path}"/>`
}

function colourOf(name: string): string {
  return colours.get(name) ?? '#7f7f7f'
}

/** About five round numbers from 0 to `most`. */
export function ticksTo(most: number): readonly number[] {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10)
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, nth) => nth * step)
}

function label(value: number): string {
  return String(Number(value.toPrecision(6)))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
