/** Public names by mode, each with its doc comment: the bodies of the interfaces in the emitted `models.ts`. */
import type { Mode, Plan, Wildcard } from '../../plan/plan.js'
import { describeModel } from './describe-model.js'
import { docComment } from './doc-comment.js'
import { textLiteral } from './literal.js'
import { missingFeatures } from './missing-features.js'

type Row = { readonly name: string; readonly mode: Mode; readonly lacks: readonly string[]; readonly doc: readonly string[] }
export type ModelTables = { readonly names: readonly Row[]; readonly wildcards: readonly Row[] }

/** Modes besides chat and embedding: the union of their names, and what it is called. */
const otherModes: readonly { readonly mode: Mode; readonly type: string; readonly title: string }[] = [
  { mode: 'completion', type: 'CompletionModel', title: 'text completion' },
  { mode: 'responses', type: 'ResponsesModel', title: 'responses' },
  { mode: 'image_generation', type: 'ImageModel', title: 'image' },
  { mode: 'image_edit', type: 'ImageEditModel', title: 'image editing' },
  { mode: 'audio_transcription', type: 'TranscriptionModel', title: 'transcription' },
  { mode: 'audio_speech', type: 'SpeechModel', title: 'speech' },
  { mode: 'rerank', type: 'RerankModel', title: 'rerank' },
  { mode: 'moderation', type: 'ModerationModel', title: 'moderation' },
  { mode: 'realtime', type: 'RealtimeModel', title: 'realtime' },
  { mode: 'batch', type: 'BatchModel', title: 'batch' },
  { mode: 'video_generation', type: 'VideoModel', title: 'video' },
  { mode: 'ocr', type: 'OcrModel', title: 'OCR' },
  { mode: 'search', type: 'SearchModel', title: 'search' },
  { mode: 'vector_store', type: 'VectorStoreModel', title: 'vector store' },
]

/** All callable names: groups, aliases (hidden ones too, which are only left out of lists), wildcards. */
export function modelTables(plan: Plan): ModelTables {
  const names = new Map<string, Row>()
  for (const group of plan.groups) {
    names.set(group.name, {
      name: group.name,
      mode: group.mode,
      lacks: missingFeatures(group.capabilities),
      doc: describeModel(plan, group),
    })
  }
  const groups = new Map(plan.groups.map((group) => [group.name, group]))
  for (const alias of plan.aliases) {
    const target = groups.get(alias.group) ?? plan.wildcards.find((wildcard) => isMatch(wildcard.pattern, alias.group))
    if (target === undefined || alias.name === alias.group || alias.name.includes('*')) continue
    names.set(alias.name, {
      name: alias.name,
      mode: target.mode,
      lacks: missingFeatures(target.capabilities),
      doc: describeModel(plan, target, alias),
    })
  }
  const wildcards = plan.wildcards.map((wildcard) => ({
    name: wildcard.pattern,
    mode: wildcard.mode,
    lacks: lacksEverywhere(wildcard, plan.wildcards),
    doc: describeModel(plan, wildcard),
  }))
  return { names: [...names.values()], wildcards }
}

/** A pattern's name may be answered by a more specific pattern: only what all of those lack is known to be missing. */
function lacksEverywhere(wildcard: Wildcard, all: readonly Wildcard[]): string[] {
  const rivals = all.filter((other) => other.mode === wildcard.mode && other !== wildcard && isMatch(wildcard.pattern, other.pattern))
  return missingFeatures(wildcard.capabilities).filter((feature) =>
    rivals.every((rival) => missingFeatures(rival.capabilities).includes(feature)),
  )
}

/** Whether `*` in `pattern` can be filled so that it gives `name`. */
function isMatch(pattern: string, name: string): boolean {
  const [head = '', ...parts] = pattern.split('*')
  if (!name.startsWith(head)) return false
  let at = head.length
  for (const [index, part] of parts.entries()) {
    const found = index === parts.length - 1 ? name.length - part.length : name.indexOf(part, at)
    if (found < at || !name.startsWith(part, found)) return false
    at = found + part.length
  }
  return true
}

/** Members of the interface of one mode. */
export function tableBody(rows: readonly Row[], mode: Mode, indent: string): string {
  return rows
    .filter((row) => row.mode === mode)
    .map((row) => `${docComment(row.doc, indent)}\n${indent}readonly ${textLiteral(row.name)}: ${lackedType(row.lacks)}`)
    .join('\n')
}

const lackedType = (lacks: readonly string[]): string => (lacks.length === 0 ? 'never' : lacks.map(textLiteral).join(' | '))

/** The union of a mode: the exact names of `table`, then patterns as template literals. */
export function unionType(tables: ModelTables, mode: Mode, table: string): string {
  const patterns = tables.wildcards.filter((row) => row.mode === mode).map((row) => ` | (${patternType(row.name)} & {})`)
  return `keyof ${table}${patterns.join('')}`
}

function patternType(pattern: string): string {
  if (/^\*+$/.test(pattern)) return 'string'
  const text = (part: string): string =>
    textLiteral(part)
      .slice(1, -1)
      .replaceAll("\\'", "'")
      .replace(/`|\$\{/g, (end) => `\\${end}`)
  return `\`${pattern.split('*').map(text).join(`\${string}`)}\``
}

/** Interfaces and unions of the modes that this config has besides chat and embedding. */
export function otherTables(tables: ModelTables): string {
  return otherModes
    .filter(({ mode }) => [...tables.names, ...tables.wildcards].some((row) => row.mode === mode))
    .map(({ mode, type, title }) =>
      [
        '',
        `/** Models of the mode ${title}. */`,
        `export interface ${type}s {`,
        ...[tableBody(tables.names, mode, '  ')].filter((body) => body !== ''),
        '}',
        `/** Any model of the mode ${title}. */`,
        `export type ${type} = ${unionType(tables, mode, `${type}s`)}`,
      ].join('\n'),
    )
    .join('\n')
}
