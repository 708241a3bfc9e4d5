/** A laid-out graph as SVG: text that can be searched, titles to point at, colours for light and dark. */
import { showText } from './display-width.js'
import { type Box, fontSize, type Layout, type Route } from './graph-layout.js'
import type { EdgeKind } from './graph-model.js'

/** Names of the edges that are drawn in colour, for the legend. */
const legend: readonly (readonly [EdgeKind, string])[] = [
  ['fallback', 'fallback'],
  ['default', 'default fallback'],
  ['context-window', 'context window fallback'],
  ['content-policy', 'content policy fallback'],
]
const legendHeight = 24
const legendLeast = 200
const legendStep = 200

const style = `
svg{font:${fontSize}px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;--line:#6b7280;--text:#111827;--fill:#fff;--group:#eef2ff;--alias:#ecfdf5;--page:#fff;--fallback:#2563eb;--default:#7c3aed;--context:#b45309;--content:#be123c}
@media (prefers-color-scheme:dark){svg{--line:#9ca3af;--text:#f3f4f6;--fill:#1f2937;--group:#312e81;--alias:#064e3b;--page:#111827;--fallback:#60a5fa;--default:#a78bfa;--context:#f59e0b;--content:#fb7185}}
.page{fill:var(--page)}
text{fill:var(--text)}
.detail{opacity:.75}
rect.box{fill:var(--fill);stroke:var(--line)}
.group rect,.wildcard rect,.name rect,.other rect{fill:var(--group)}
.alias rect{fill:var(--alias)}
.wildcard rect,.more rect{stroke-dasharray:4 3}
path{fill:none;stroke:var(--line);stroke-width:1.3}
.label{font-size:${fontSize - 2}px;opacity:.8}
.fallback{stroke:var(--fallback)}
.default{stroke:var(--default);stroke-dasharray:8 3}
.context-window{stroke:var(--context);stroke-dasharray:5 3}
.content-policy{stroke:var(--content);stroke-dasharray:2 3}
marker path{fill:context-stroke;stroke:none}
`

/** A whole document with a last line end. */
export function toSvg(layout: Layout): string {
  const drawn = legend.filter(([kind]) => layout.routes.some(({ edge }) => edge.kind === kind))
  const width = Math.max(layout.width, drawn.length > 0 ? legendLeast + (drawn.length - 1) * legendStep : 0)
  const height = layout.height + (drawn.length > 0 ? legendHeight : 0)
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>Routing: names, deployments and fallbacks</title>',
    `<style>${style}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>',
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...layout.routes.map(routeSvg),
    ...layout.boxes.map(boxSvg),
    ...drawn.map(([kind, name], at) => legendSvg(kind, name, 20 + at * legendStep, layout.height + 4)),
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

function boxSvg({ node, x, y, width, height, lines }: Box): string {
  const text = lines.map((line, at) => {
    const detail = at === 0 ? '' : ' class="detail"'
    return `<text${detail} x="${num(x + width / 2)}" y="${num(y + 18 + at * 16)}" text-anchor="middle">${escapeXml(line)}</text>`
  })
  const round = node.kind === 'alias' ? num(height / 2) : node.kind === 'deployment' || node.kind === 'more' ? '6' : '2'
  const rect = `<rect class="box" x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" rx="${round}"/>`
  return `<g class="${node.kind}"><title>${escapeXml(node.title)}</title>${rect}${text.join('')}</g>`
}

function routeSvg({ edge, start, end, lane }: Route): string {
  const title = `<title>${escapeXml(edge.label === '' ? edge.kind : edge.label)}</title>`
  const arrow = edge.kind === 'serves' ? '' : ' marker-end="url(#arrow)"'
  const path = `<path class="${edge.kind}" d="${lane === undefined ? curve(start, end) : detour(start, end, lane)}"${arrow}/>`
  const label =
    edge.kind === 'serves' && edge.label !== ''
      ? `<text class="label" x="${num(end.x - 6)}" y="${num(end.y - 4)}" text-anchor="end">${escapeXml(edge.label)}</text>`
      : ''
  return `<g>${title}${path}${label}</g>`
}

function curve(start: Route['start'], end: Route['end']): string {
  const bend = Math.max(12, Math.min(30, Math.abs(end.x - start.x) / 2))
  const out = end.x >= start.x ? 1 : -1
  const leave = start.x === end.x ? -1 : out
  return `M${num(start.x)} ${num(start.y)}C${num(start.x + leave * bend)} ${num(start.y)} ${num(start.x === end.x ? end.x - bend : start.x + bend)} ${num(end.y)} ${num(end.x)} ${num(end.y)}`
}

/** To the lane, along it, and back, with round corners. */
function detour(start: Route['start'], end: Route['end'], lane: number): string {
  const down = end.y >= start.y ? 1 : -1
  const round = Math.min(6, Math.abs(end.y - start.y) / 2)
  const towards = start.x >= lane ? 1 : -1
  return [
    `M${num(start.x)} ${num(start.y)}H${num(lane + towards * round)}`,
    `Q${num(lane)} ${num(start.y)} ${num(lane)} ${num(start.y + down * round)}`,
    `V${num(end.y - down * round)}`,
    `Q${num(lane)} ${num(end.y)} ${num(lane + round)} ${num(end.y)}`,
    `H${num(end.x)}`,
  ].join('')
}

function legendSvg(kind: EdgeKind, name: string, x: number, y: number): string {
  return `<path class="${kind}" d="M${x} ${y}h24" marker-end="url(#arrow)"/><text class="label" x="${x + 30}" y="${y + 3}">${name}</text>`
}

/** At most two decimals: the same bytes on every machine. */
function num(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** Text of a document: markup as entities, what XML forbids as a replacement sign. */
function escapeXml(text: string): string {
  return showText(text)
    .replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
