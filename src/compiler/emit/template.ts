/**
 * Templates are the TypeScript modules in `templates/`. A hole is a line `// hole: NAME`, replaced by lines at its
 * indentation, or `/* hole: NAME *\/` before an expression, a type or a member, which is replaced.
 */
import { readFile } from 'node:fs/promises'
import type { SourceFile } from 'ts-morph'

/** What goes into a hole. It gets the indentation of the line the hole stands on; an empty text removes a line hole. */
export type Fill = (indent: string) => string
export type Fills = { readonly [hole: string]: Fill }

/** Files of the package stand three folders above this one, in `src` as in `dist`. */
const packageFile = (path: string): URL => new URL(`../../../${path}`, import.meta.url)

export const templateNames = ['index', 'models', 'plan'] as const
export type TemplateName = (typeof templateNames)[number]

/** The text of a template. */
export function readTemplate(name: TemplateName): Promise<string> {
  return readFile(packageFile(`templates/${name}.ts`), 'utf8')
}

/** The version of this package, for the header. */
export async function toolVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(packageFile('package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest && typeof manifest.version === 'string')
    return manifest.version
  throw new Error('llmgen bug: package.json has no version')
}

type Hole = { readonly name: string; readonly start: number; readonly end: number; readonly indent: string; readonly kind: 'line' | 'node' }

/** The template's text with every hole filled. A hole without a fill, or a fill without a hole, is a bug. */
export function fillHoles(template: SourceFile, fills: Fills): string {
  const text = template.getFullText()
  const unused = new Set(Object.keys(fills))
  let result = ''
  let from = 0
  for (const hole of [...lineHoles(text), ...nodeHoles(template)].sort((a, b) => a.start - b.start)) {
    const fill = fills[hole.name]
    if (fill === undefined) throw new Error(`llmgen bug: nothing fills the hole ${hole.name} of ${template.getBaseName()}`)
    unused.delete(hole.name)
    const filling = fill(hole.indent)
    result += text.slice(from, hole.start) + (hole.kind === 'line' && filling !== '' ? `${filling}\n` : filling)
    from = hole.end
  }
  if (unused.size > 0) throw new Error(`llmgen bug: ${template.getBaseName()} has no hole ${[...unused].join(', ')}`)
  return result + text.slice(from)
}

function lineHoles(text: string): Hole[] {
  return [...text.matchAll(/^([ \t]*)\/\/ hole: (\w+)\n/gm)].map((match) => ({
    name: match[2] ?? '',
    start: match.index,
    end: match.index + match[0].length,
    indent: match[1] ?? '',
    kind: 'line',
  }))
}

function nodeHoles(template: SourceFile): Hole[] {
  const text = template.getFullText()
  const holes: Hole[] = []
  template.forEachDescendant((node, traversal) => {
    const before = text.slice(node.getPos(), node.getStart())
    const name = /^\s*\/\* hole: (\w+) \*\/\s*$/.exec(before)?.[1]
    if (name === undefined) return
    holes.push(holeAt(text, name, node.getPos() + before.indexOf('/*'), node.getEnd()))
    traversal.skip()
  })
  return holes
}

/** A node that has its line for itself is a hole of lines. */
function holeAt(text: string, name: string, start: number, end: number): Hole {
  const lineStart = text.lastIndexOf('\n', start) + 1
  const indent = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? ''
  const isAlone = lineStart + indent.length === start && text[end] === '\n'
  return isAlone ? { name, start: lineStart, end: end + 1, indent, kind: 'line' } : { name, start, end, indent, kind: 'node' }
}
