/** A graph as Mermaid text. Names are written so that no character of theirs can be read as syntax. */
import type { EdgeKind, Graph, GraphNode, NodeKind } from './graph-model.js'

/** Source of the shapes and arrows: Mermaid's flowchart syntax. */
const shapes: { readonly [K in NodeKind]: readonly [string, string] } = {
  alias: ['([', '])'],
  group: ['[', ']'],
  wildcard: ['[/', '/]'],
  name: ['[', ']'],
  other: ['{{', '}}'],
  deployment: ['(', ')'],
  more: ['(', ')'],
}
const arrows: { readonly [K in EdgeKind]: string } = {
  alias: '-->',
  serves: '---',
  fallback: '-.->',
  'context-window': '-.->',
  'content-policy': '-.->',
  default: '-.->',
}

/** A `flowchart`, left to right, with a last line end. */
export function toMermaid({ nodes, edges }: Graph): string {
  const lines = [
    'flowchart LR',
    ...nodes.map((node) => `  ${node.key}${shape(node)}`),
    ...edges.map(({ from, to, kind, label }) => `  ${from} ${arrows[kind]}${label === '' ? '' : `|"${escapeText(label)}"|`} ${to}`),
  ]
  return `${lines.join('\n')}\n`
}

function shape({ kind, label, detail }: GraphNode): string {
  const [open, close] = shapes[kind]
  return `${open}"${escapeText(label)}${detail === '' ? '' : `<br/>${escapeText(detail)}`}"${close}`
}

/** Entity codes for all that is neither a letter, a digit nor harmless; `#` begins them, so it is one of them. */
function escapeText(text: string): string {
  return text.replace(/[^\p{L}\p{N} _./:,$@+-]/gu, (character) => `#${character.codePointAt(0) ?? 32};`)
}
