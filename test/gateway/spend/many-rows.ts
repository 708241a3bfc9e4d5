/** A spend log as a company's gateway has it after a month: keys of teams, some models, sessions, customers, tags, failures. */
import { createHash } from 'node:crypto'
import { type SpendRow, usdText } from '../../../src/gateway/store/spend-row.js'
import { seededRandom } from '../../../src/runtime/index.js'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const uuid = (text: string) => hash(text).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

const models = [
  { group: 'gpt-4o', model: 'gpt-4o-2024-08-06', provider: 'openai', base: 'https://api.openai.com/v1', nano: 5_000 },
  { group: 'gpt-4o-mini', model: 'gpt-4o-mini-2024-07-18', provider: 'openai', base: 'https://api.openai.com/v1', nano: 300 },
  { group: 'claude-sonnet', model: 'claude-sonnet-4-5-20250929', provider: 'anthropic', base: 'https://api.anthropic.com', nano: 6_000 },
  { group: 'claude-haiku', model: 'claude-haiku-4-5', provider: 'anthropic', base: 'https://api.anthropic.com', nano: 2_000 },
  { group: 'gemini-flash', model: 'gemini-2.5-flash', provider: 'gemini', base: 'https://generativelanguage.googleapis.com', nano: 400 },
  { group: 'llama', model: 'llama-3.3-70b-versatile', provider: 'groq', base: 'https://api.groq.com/openai/v1', nano: 600 },
] as const

/** Who is in the log. */
export const company = {
  keys: Array.from({ length: 120 }, (_, nth) => hash(`key ${nth}`)),
  users: Array.from({ length: 60 }, (_, nth) => `user-${nth}@company.example`),
  teams: Array.from({ length: 12 }, (_, nth) => uuid(`team ${nth}`)),
  organizations: ['research', 'product'],
  customers: Array.from({ length: 400 }, (_, nth) => `customer-${nth}`),
  tags: ['nightly', 'experiment', 'support', 'User-Agent: OpenAI/Python', 'User-Agent: openai-node/6.1.0'],
  models: models.map(({ model }) => model),
  groups: models.map(({ group }) => group),
} as const

/** Days of the log, the last one `end`, milliseconds of a midnight. */
export type LogTerms = { readonly count: number; readonly end: number; readonly days: number; readonly seed?: number }

/** Rows in the order of time. Each has an id of its own. */
export function* manyRows({ count, end, days, seed = 1 }: LogTerms): Generator<SpendRow> {
  const random = seededRandom(seed)
  const below = (most: number) => Math.floor(random() * most)
  const start = end - days * 86_400_000
  for (let nth = 0; nth < count; nth++) {
    const key = below(company.keys.length)
    // a key is used for a few models
    const model = models[(key + below(3)) % models.length] ?? models[0]
    const at = start + Math.floor((nth / count) * days * 86_400_000) + below(1_000)
    const prompt = 20 + below(6_000)
    const completion = below(900)
    const isFailed = below(40) === 0
    const ms = 300 + below(9_000)
    yield {
      request_id: uuid(`request ${seed} ${nth}`),
      start_time: at,
      end_time: at + ms,
      completion_start_time: below(2) === 0 ? at + 200 : null,
      call_id: below(4) === 0 ? uuid(`call ${nth}`) : null,
      ...(!isFailed && { response_id: `chatcmpl-${uuid(`answer ${nth}`).replaceAll('-', '').slice(0, 29)}` }),
      call_type: below(9) === 0 ? 'anthropic_messages' : 'acompletion',
      status: isFailed ? 'failure' : 'success',
      api_key: company.keys[key] ?? '',
      user_id: company.users[key % company.users.length] ?? '',
      team_id: company.teams[key % company.teams.length] ?? '',
      organization_id: company.organizations[key % 2] ?? '',
      // a customer comes through few keys
      end_user: below(10) < 3 ? (company.customers[(key * 3 + below(3)) % company.customers.length] ?? '') : '',
      model_group: model.group,
      model: model.model,
      model_id: hash(model.model),
      provider: model.provider,
      api_base: model.base,
      spend: below(500) === 0 ? null : usdText(isFailed ? 0 : (prompt + 4 * completion) * model.nano),
      prompt_tokens: prompt,
      completion_tokens: isFailed ? 0 : completion,
      cache_read_tokens: below(3) === 0 ? below(prompt) : 0,
      cache_write_tokens: 0,
      cache_hit: below(50) === 0,
      request_tags: [company.tags[3 + (key % 2)] ?? '', ...(below(5) === 0 ? [company.tags[below(3)] ?? ''] : [])],
      requester_ip: `10.0.${key}.${below(200)}`,
      session_id: below(3) === 0 ? uuid(`session ${Math.floor(nth / 4)}`) : '',
      metadata: {
        attempts: [{ id: hash(model.model), outcome: isFailed ? 'failed' : 'ok', status: isFailed ? 500 : 200, ms }],
        ...(below(2) === 0 && { stream: true }),
        ...(isFailed && { error: { status: 500, type: 'internal_server_error' } }),
      },
      windows: [],
    }
  }
}
