/** Public names by mode, each with its doc comment: the bodies of the interfaces in the emitted `models.ts`. */
import type { Mode, Plan, Wildcard } from '../../plan/plan.js'
import { describeModel } from './describe-model.js'
import { docComment } from './doc-comment.js'
import { textLiteral } from './literal.js'
import { missingFeatures } from './missing-features.js'

type Row = { readonly name: string; readonly mode: Mode; readonly lacks: readonly string[]; readonly doc: readonly string[] }
export type ModelTables = { readonly names: readonly Row[]; readonly wildcards: readonly Row[] }

/** A mode besides chat and embedding: `table` is its name in the client's types, `calls` are the functions that take its models. */
type OtherMode = { readonly mode: Mode; readonly type: string; readonly title: string; readonly table?: string; readonly calls?: string }

const otherModes: readonly OtherMode[] = [
  { mode: 'responses', type: 'Responses', title: 'responses', table: 'responses', calls: '`llm.responses.create` and in chats' },
  { mode: 'completion', type: 'Completion', title: 'text completion', table: 'completion', calls: '`llm.completions.create`' },
  { mode: 'image_generation', type: 'Image', title: 'image', table: 'image', calls: '`llm.images.generate` and `llm.images.edit`' },
  { mode: 'image_edit', type: 'ImageEdit', title: 'image editing', table: 'imageEdit', calls: '`llm.images.edit`' },
  {
    mode: 'audio_transcription',
    type: 'Transcription',
    title: 'transcription',
    table: 'transcription',
    calls: '`llm.audio.transcriptions.create` and `llm.audio.translations.create`',
  },
  { mode: 'audio_speech', type: 'Speech', title: 'speech', table: 'speech', calls: '`llm.audio.speech.create`' },
  { mode: 'moderation', type: 'Moderation', title: 'moderation', table: 'moderation', calls: '`llm.moderations.create`' },
  { mode: 'rerank', type: 'Rerank', title: 'rerank', table: 'rerank', calls: '`llm.rerank`' },
  { mode: 'realtime', type: 'Realtime', title: 'realtime' },
  { mode: 'batch', type: 'Batch', title: 'batch' },
  { mode: 'video_generation', type: 'Video', title: 'video' },
  { mode: 'ocr', type: 'Ocr', title: 'OCR' },
  { mode: 'search', type: 'Search', title: 'search' },
  { mode: 'vector_store', type: 'VectorStore', title: 'vector store' },
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

/** Every chat model: those that OpenAI serves by its Responses API hold chats as well. */
export function chatUnion(tables: ModelTables): string {
  const others = hasRows(tables, 'responses') ? ' | ResponsesModel' : ''
  return unionType(tables, 'chat', 'ChatModels') + others
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
    .filter(({ mode }) => hasRows(tables, mode))
    .map(({ mode, type, title, calls }) =>
      [
        '',
        calls === undefined ? `/** Models of the mode ${title}. */` : `/** Models for ${calls}. */`,
        ...table(`${type}Models`, tables.names, mode),
        ...(hasPatterns(tables, mode)
          ? [
              `/** Models of the mode ${title} named with \`*\`, which stands for any text. */`,
              ...table(`${type}Wildcards`, tables.wildcards, mode),
            ]
          : []),
        `/** Any model of the mode ${title}. */`,
        `export type ${type}Model = ${unionType(tables, mode, `${type}Models`)}`,
      ].join('\n'),
    )
    .join('\n')
}

function table(name: string, rows: readonly Row[], mode: Mode): string[] {
  return [`export interface ${name} {`, ...[tableBody(rows, mode, '  ')].filter((body) => body !== ''), '}']
}

/** Members of `Models` for the tables that this config has besides chat and embedding. */
export function otherMembers(tables: ModelTables, indent: string): string {
  return otherModes
    .filter(({ mode, table }) => table !== undefined && hasRows(tables, mode))
    .map(({ type, table }) => `${indent}readonly ${table}: ${type}Models`)
    .join('\n')
}

/** The type of `Models.wildcards`. */
export function wildcardMembers(tables: ModelTables): string {
  const others = otherModes.filter(({ mode, table }) => table !== undefined && hasPatterns(tables, mode))
  const members = ['chat: ChatWildcards', 'embedding: EmbeddingWildcards', ...others.map(({ type, table }) => `${table}: ${type}Wildcards`)]
  return `{ ${members.map((member) => `readonly ${member}`).join('; ')} }`
}

function hasRows(tables: ModelTables, mode: Mode): boolean {
  return hasPatterns(tables, mode) || tables.names.some((row) => row.mode === mode)
}

function hasPatterns(tables: ModelTables, mode: Mode): boolean {
  return tables.wildcards.some((row) => row.mode === mode)
}
