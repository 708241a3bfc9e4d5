/** A laid-out graph as SVG: text that can be searched, titles to point at, colours for light and dark. */
import { showText } from './display-width.js'
import { type Box, fontSize, type Layout, type Route } from './graph-layout.js'
import type { EdgeKind } from './graph-model.js'

/** Names of the edges that are drawn in colour, for the legend. */
const legend: readonly (readonly [Coloured, string])[] = [
  ['fallback', 'fallback'],
  ['default', 'default fallback'],
  ['context-window', 'context window fallback'],
  ['content-policy', 'content policy fallback'],
]
const legendHeight = 24
const legendLeast = 200
const legendStep = 200
/** From where a fallback leaves its box to the middle of its number, and from there to the foot of the digits. */
const nthBelow = 24
const nthMiddle = 3

type Palette = { readonly [C in 'page' | 'text' | 'line' | 'fill' | 'group' | 'alias']: string } & { readonly [K in Coloured]: string }
type Coloured = 'fallback' | 'default' | 'context-window' | 'content-policy'

const light: Palette = {
  page: '#fff',
  text: '#111827',
  line: '#6b7280',
  fill: '#fff',
  group: '#eef2ff',
  alias: '#ecfdf5',
  fallback: '#2563eb',
  default: '#7c3aed',
  'context-window': '#b45309',
  'content-policy': '#be123c',
}
const dark: Palette = {
  page: '#111827',
  text: '#f3f4f6',
  line: '#9ca3af',
  fill: '#1f2937',
  group: '#2b2d6b',
  alias: '#064e3b',
  fallback: '#60a5fa',
  default: '#a78bfa',
  'context-window': '#f59e0b',
  'content-policy': '#fb7185',
}

/** Plain colours and a marker for each: not every program that shows SVG knows variables, and `context-stroke`. */
function coloursOf(palette: Palette): string {
  const kinds = legend.map(
    ([kind]) => `path.${kind}{stroke:${palette[kind]}}.tip-${kind}{fill:${palette[kind]}}.nth-${kind}{fill:${palette[kind]}}`,
  )
  return [
    `.page{fill:${palette.page}}text{fill:${palette.text}}.nth{stroke:${palette.page}}`,
    `rect.box{fill:${palette.fill};stroke:${palette.line}}.alias rect.box{fill:${palette.alias}}`,
    `.group rect.box,.wildcard rect.box,.name rect.box,.other rect.box{fill:${palette.group}}`,
    `path.edge{stroke:${palette.line}}.tip-alias{fill:${palette.line}}`,
    ...kinds,
  ].join('\n')
}

const style = `
svg{font:${fontSize}px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.detail{opacity:.75}
.wildcard rect,.more rect{stroke-dasharray:4 3}
path.edge{fill:none;stroke-width:1.3}
.label{font-size:${fontSize - 2}px;opacity:.8}
.nth{font-size:${fontSize - 3}px;font-weight:700;stroke-width:3px;paint-order:stroke}
path.default{stroke-dasharray:8 3}
path.context-window{stroke-dasharray:5 3}
path.content-policy{stroke-dasharray:2 3}
${coloursOf(light)}
@media (prefers-color-scheme:dark){
${coloursOf(dark)}
}
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
    `<defs>${tipped(layout).map(tipSvg).join('')}</defs>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...layout.routes.map(routeSvg),
    ...layout.routes.map(labelSvg).filter((text) => text !== ''),
    ...layout.boxes.map(boxSvg),
    ...drawn.map(([kind, name], at) => legendSvg(kind, name, 20 + at * legendStep, layout.height + 4)),
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

/** Kinds of edges in the layout that end in an arrow. */
function tipped({ routes }: Layout): readonly EdgeKind[] {
  return [...new Set(routes.map(({ edge }) => edge.kind))].filter((kind) => kind !== 'serves')
}

function tipSvg(kind: EdgeKind): string {
  return `<marker id="tip-${kind}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip-${kind}" d="M0 0L8 4L0 8z"/></marker>`
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

function routeSvg({ edge, start, end, lane, bendTo }: Route): string {
  const { kind } = edge
  const title = `<title>${escapeXml(edge.label === '' ? kind : edge.label)}</title>`
  const arrow = kind === 'serves' ? '' : ` marker-end="url(#tip-${kind})"`
  const way = lane === undefined ? curve(start, end, bendTo) : detour(start, end, lane)
  return `<g>${title}<path class="edge ${kind}" d="${way}"${arrow}/></g>`
}

/** What steers a deployment stands above the end of its line; which fallback it is, on the line near its start. */
function labelSvg({ edge: { kind, label, nth }, start, end, lane }: Route): string {
  if (kind === 'serves' && label !== '')
    return `<text class="label" x="${num(end.x - 6)}" y="${num(end.y - 4)}" text-anchor="end">${escapeXml(label)}</text>`
  if (lane === undefined || nth === undefined) return ''
  const below = Math.min(nthBelow, Math.abs(end.y - start.y) / 2)
  const y = start.y + (end.y >= start.y ? below : -below) + nthMiddle
  return `<text class="nth nth-${kind}" x="${num(lane)}" y="${num(y)}" text-anchor="middle">${nth}</text>`
}

function curve(start: Route['start'], end: Route['end'], bendTo = end.x): string {
  if (start.x === end.x) {
    const out = num(end.x - 12)
    return `M${num(start.x)} ${num(start.y)}C${out} ${num(start.y)} ${out} ${num(end.y)} ${num(end.x)} ${num(end.y)}`
  }
  const half = Math.max(12, Math.abs(bendTo - start.x) / 2)
  const [out, back] = bendTo >= start.x ? [start.x + half, bendTo - half] : [start.x - half, bendTo + half]
  const bend = `C${num(out)} ${num(start.y)} ${num(back)} ${num(end.y)} ${num(bendTo)} ${num(end.y)}`
  return `M${num(start.x)} ${num(start.y)}${bend}${bendTo === end.x ? '' : `H${num(end.x)}`}`
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
  return `<path class="edge ${kind}" d="M${x} ${y}h24" marker-end="url(#tip-${kind})"/><text class="label" x="${x + 30}" y="${y + 3}">${name}</text>`
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
