/** The `anthropic-beta` header: what the request needs, joined with what deployment and caller ask for. */
import type { HttpHeaders } from '../../protocol/http.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'

/** Start of a hosted tool's type → beta. Source: Anthropic's tool reference; types that are not listed are generally available. */
const toolBetas: readonly (readonly [string, string])[] = [
  ['computer_20241022', 'computer-use-2024-10-22'],
  ['computer_20250124', 'computer-use-2025-01-24'],
  ['computer_20251124', 'computer-use-2025-11-24'],
  ['code_execution_20250522', 'code-execution-2025-05-22'],
  ['code_execution_20250825', 'code-execution-2025-08-25'],
  ['web_fetch_20250910', 'web-fetch-2025-09-10'],
  ['memory_', 'context-management-2025-06-27'],
  ['tool_search_tool_', 'advanced-tool-use-2025-11-20'],
]

/** Betas that a body needs. */
export function neededBetas(body: JsonRecord): string[] {
  const betas = new Set<string>()
  if (body.mcp_servers !== undefined) betas.add('mcp-client-2025-04-04')
  if (body.context_management !== undefined) for (const beta of contextBetas(body.context_management)) betas.add(beta)
  if (isRecord(body.container) && body.container.skills !== undefined) betas.add('skills-2025-10-02')
  if (isRecord(body.output_config) && body.output_config.task_budget !== undefined) betas.add('task-budgets-2026-03-13')
  for (const tool of recordsOf(body.tools)) {
    const type = textOf(tool.type) ?? ''
    for (const [start, beta] of toolBetas) if (type.startsWith(start)) betas.add(beta)
  }
  if (holdsFile(body.messages)) betas.add('files-api-2025-04-14')
  return [...betas]
}

/** Compaction has a beta of its own; every other edit needs the older one. */
function contextBetas(management: unknown): readonly string[] {
  const edits = isRecord(management) ? recordsOf(management.edits) : []
  const others = edits.filter(({ type }) => type !== 'compact_20260112')
  const compacts = others.length < edits.length
  return [...(compacts ? ['compact-2026-01-12'] : []), ...(compacts && others.length === 0 ? [] : ['context-management-2025-06-27'])]
}

function holdsFile(messages: unknown): boolean {
  return recordsOf(messages).some((message) =>
    recordsOf(message.content).some(
      (block) => (isRecord(block.source) && block.source.type === 'file') || (block.type === 'tool_result' && holdsFile([block])),
    ),
  )
}

/** One comma-separated header without repeats; the headers as they are where no beta is asked for. */
export function withBetas(headers: HttpHeaders, needed: readonly string[], ...sources: readonly HttpHeaders[]): HttpHeaders {
  const named = sources.flatMap((source) => (source['anthropic-beta'] ?? '').split(','))
  const betas = new Set([...needed, ...named].map((beta) => beta.trim()).filter((beta) => beta !== ''))
  return betas.size === 0 ? headers : { ...headers, 'anthropic-beta': [...betas].join(',') }
}
