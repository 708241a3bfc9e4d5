/** Places the boxes of a graph in three columns and leads its edges between them. Pure: the same graph, the same places. */
import { displayWidth } from './display-width.js'
import type { Graph, GraphEdge, GraphNode } from './graph-model.js'

export type Box = {
  readonly node: GraphNode
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly lines: readonly string[]
}
export type Point = { readonly x: number; readonly y: number }
/**
 * From the edge of one box to that of another. `lane` is the x of the upright part of a fallback; absent for the others.
 * `bendTo` is the x from which on the others run level, so that what is written there is crossed by none.
 */
export type Route = {
  readonly edge: GraphEdge
  readonly start: Point
  readonly end: Point
  readonly lane?: number
  readonly bendTo?: number
}
export type Layout = { readonly boxes: readonly Box[]; readonly routes: readonly Route[]; readonly width: number; readonly height: number }

/** Pixels. The font is monospaced: a column of text is 0.6 of its size wide, and half a pixel to spare. */
export const fontSize = 12
const columnWidth = 7.5
const lineHeight = 16
const padding = 10
const rowGap = 10
const groupGap = 26
const laneGap = 13
const margin = 20
/** Room for the labels between groups and deployments. */
const labelGap = 40
/** Width of a column of a label's text, which is smaller. */
export const labelColumn = 6.25
/** Longest line of a box, in columns; its title tells the rest. */
const longestLine = 60

export function layOut({ nodes, edges }: Graph): Layout {
  const isFallback = ({ kind }: GraphEdge) => kind !== 'alias' && kind !== 'serves'
  const sizes = new Map(nodes.map((node) => [node.key, sizeOf(node)]))
  const inColumn = (column: number) => nodes.filter((node) => columnOf(node) === column)
  const widest = (column: number) => Math.max(0, ...inColumn(column).map(({ key }) => sizes.get(key)?.width ?? 0))
  const rows = stack(inColumn(1), edges, sizes)
  const aliasRows = stackAliases(inColumn(0), edges, rows.tops, sizes)
  const tops = new Map([...rows.tops, ...aliasRows])
  const heights = (key: string) => sizes.get(key)?.height ?? 0
  const spans = edges.filter(isFallback).map((edge) => {
    const from = (tops.get(edge.from) ?? 0) + heights(edge.from) / 2
    const to = (tops.get(edge.to) ?? 0) + heights(edge.to) / 2
    return { edge, from, to }
  })
  const lanes = assignLanes(spans)
  const laneCount = Math.max(0, ...lanes.values()) + (spans.length > 0 ? 1 : 0)
  const aliasWidth = widest(0)
  const groupX = margin + aliasWidth + (aliasWidth > 0 ? labelGap : 0) + laneCount * laneGap + (laneCount > 0 ? 2 * laneGap : 0)
  const longestLabel = Math.max(0, ...edges.filter(({ kind }) => kind === 'serves').map(({ label }) => displayWidth(label)))
  const labelWidth = longestLabel === 0 ? 0 : longestLabel * labelColumn + padding
  const xs = [margin, groupX, groupX + widest(1) + labelGap + labelWidth]
  const boxes = nodes.map((node): Box => {
    const size = sizes.get(node.key) ?? sizeOf(node)
    return { node, x: xs[columnOf(node)] ?? 0, y: tops.get(node.key) ?? 0, ...size }
  })
  const byKey = new Map(boxes.map((box) => [box.node.key, box]))
  const ports = assignPorts(spans, lanes)
  const routes = edges.flatMap((edge): readonly Route[] => {
    const [from, to] = [byKey.get(edge.from), byKey.get(edge.to)]
    if (from === undefined || to === undefined) return []
    const lane = lanes.get(edge)
    const port = ports.get(edge)
    if (lane === undefined || port === undefined) return [straight(edge, from, to, labelWidth)]
    return [around(edge, from, to, groupX - (lane + 2) * laneGap, port)]
  })
  const right = Math.max(0, ...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(0, ...boxes.map((box) => box.y + box.height))
  return { boxes, routes, width: Math.ceil(right + margin), height: Math.ceil(bottom + margin) }
}

function columnOf({ kind }: GraphNode): 0 | 1 | 2 {
  return kind === 'alias' ? 0 : kind === 'deployment' || kind === 'more' ? 2 : 1
}

function sizeOf({ label, detail }: GraphNode): Pick<Box, 'width' | 'height' | 'lines'> {
  const lines = [label, detail].filter((line) => line !== '').map(shorten)
  const columns = Math.max(1, ...lines.map(displayWidth))
  return { width: Math.ceil(columns * columnWidth + 2 * padding), height: lines.length * lineHeight + padding, lines }
}

function shorten(text: string): string {
  let width = 0
  let kept = ''
  for (const character of text) {
    width += displayWidth(character)
    if (width > longestLine) return `${kept}…`
    kept += character
  }
  return text
}

type Sizes = ReadonlyMap<string, Pick<Box, 'width' | 'height' | 'lines'>>

/** Each group beside the middle of its deployments. */
function stack(groups: readonly GraphNode[], edges: readonly GraphEdge[], sizes: Sizes): { readonly tops: ReadonlyMap<string, number> } {
  const children = new Map<string, string[]>()
  for (const { from, to, kind } of edges) if (kind === 'serves') children.set(from, [...(children.get(from) ?? []), to])
  const tops = new Map<string, number>()
  let y = margin
  for (const { key } of groups) {
    const own = sizes.get(key)?.height ?? 0
    const list = children.get(key) ?? []
    const needed = list.reduce((sum, child) => sum + (sizes.get(child)?.height ?? 0), 0) + Math.max(0, list.length - 1) * rowGap
    const height = Math.max(own, needed)
    tops.set(key, y + (height - own) / 2)
    let at = y + (height - needed) / 2
    for (const child of list) {
      tops.set(child, at)
      at += (sizes.get(child)?.height ?? 0) + rowGap
    }
    y += height + groupGap
  }
  return { tops }
}

/** Aliases in the order of what they stand for, each as near to it as those above leave room. */
function stackAliases(
  aliases: readonly GraphNode[],
  edges: readonly GraphEdge[],
  tops: ReadonlyMap<string, number>,
  sizes: Sizes,
): ReadonlyMap<string, number> {
  const targets = new Map(edges.filter(({ kind }) => kind === 'alias').map(({ from, to }) => [from, to]))
  const middle = (key: string) => {
    const target = targets.get(key) ?? ''
    return (tops.get(target) ?? 0) + (sizes.get(target)?.height ?? 0) / 2
  }
  const placed = new Map<string, number>()
  let free = margin
  for (const { key } of aliases.toSorted((a, b) => middle(a.key) - middle(b.key))) {
    const height = sizes.get(key)?.height ?? 0
    const y = Math.max(free, middle(key) - height / 2)
    placed.set(key, y)
    free = y + height + rowGap
  }
  return placed
}

type Span = { readonly edge: GraphEdge; readonly from: number; readonly to: number }

/** Fallbacks run in lanes at the left of the groups, the short ones inside; two that meet have different lanes. */
function assignLanes(spans: readonly Span[]): ReadonlyMap<GraphEdge, number> {
  const lanes: (readonly [number, number])[][] = []
  const found = new Map<GraphEdge, number>()
  const length = ({ from, to }: Span) => Math.abs(to - from)
  for (const { edge, from, to } of spans.toSorted((a, b) => length(a) - length(b))) {
    const [low, high] = [Math.min(from, to), Math.max(from, to)]
    let lane = lanes.findIndex((taken) => taken.every(([start, end]) => high < start || low > end))
    if (lane < 0) lane = lanes.push([]) - 1
    lanes[lane]?.push([low, high])
    found.set(edge, lane)
  }
  return found
}

function straight(edge: GraphEdge, from: Box, to: Box, labelWidth: number): Route {
  // Of two boxes in one column (a name and the wildcard that catches it), the edge goes from one to the other's side.
  const side = to.x >= from.x + from.width ? from.x + from.width : from.x
  const end = { x: to.x, y: to.y + to.height / 2 }
  return { edge, start: { x: side, y: from.y + from.height / 2 }, end, ...(edge.kind === 'serves' && { bendTo: end.x - labelWidth }) }
}

/** Where a fallback leaves its box and enters the other, as fractions of their heights. */
type Port = { readonly out: number; readonly into: number }

/** Out of the left side above the middle, into the left side below it, each at a height of its own. */
function assignPorts(spans: readonly Span[], lanes: ReadonlyMap<GraphEdge, number>): ReadonlyMap<GraphEdge, Port> {
  const [out, into] = [placesOf('from', spans, lanes), placesOf('to', spans, lanes)]
  return new Map(spans.map(({ edge }) => [edge, { out: (out.get(edge) ?? 0) - portRange, into: into.get(edge) ?? 0 }]))
}

/** Below the middle, spread over the edges that share this end. */
function placesOf(end: 'from' | 'to', spans: readonly Span[], lanes: ReadonlyMap<GraphEdge, number>): ReadonlyMap<GraphEdge, number> {
  const boxes = new Map<string, GraphEdge[]>()
  for (const { edge } of spans.toSorted((a, b) => turn(a, end, lanes) - turn(b, end, lanes))) {
    const edges = boxes.get(edge[end]) ?? []
    edges.push(edge)
    boxes.set(edge[end], edges)
  }
  return new Map(
    [...boxes.values()].flatMap((edges) => edges.map((edge, nth) => [edge, 0.5 + (portRange * (nth + 0.5)) / edges.length] as const)),
  )
}

/** The part of a side on which fallbacks leave, and that on which they enter. */
const portRange = 0.4

/** Those that come from above first, the inner lanes before the outer; those from below the other way round: so none cross. */
function turn({ edge, from, to }: Span, end: 'from' | 'to', lanes: ReadonlyMap<GraphEdge, number>): number {
  const lane = (lanes.get(edge) ?? 0) + 1
  const isFromAbove = end === 'from' ? to < from : from < to
  return isFromAbove ? lane - Number.MAX_SAFE_INTEGER : -lane
}

function around(edge: GraphEdge, from: Box, to: Box, lane: number, { out, into }: Port): Route {
  const side = from.node.kind === 'alias' ? from.x + from.width : from.x
  return { edge, start: { x: side, y: from.y + from.height * out }, end: { x: to.x, y: to.y + to.height * into }, lane }
}
