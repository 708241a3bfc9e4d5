/**
 * Brings the cost of a batch home when it is first seen to be over: one row of the spend log for all its requests, on the
 * account of whoever started it. Its id and time come from the batch, so that however many gateways see it, it counts once.
 */
import { createHmac } from 'node:crypto'
import { callerDues, modelDues } from '../limits/caller-dues.js'
import { proxyDues } from '../limits/object-dues.js'
import { publicUrl } from '../public-url.js'
import type { GatewayCall } from '../route.js'
import type { Changed } from '../row-memory.js'
import type { Serving } from '../serving.js'
import type { BatchOrigin } from '../store/batch-rows.js'
import type { GatewayStore } from '../store/gateway-store.js'
import { type SpendRow, type SpendWindow, usdText } from '../store/spend-row.js'
import { databaseMessage } from '../store/sql-error.js'
import { type BatchUse, type Pricing, pricingAt, useOf } from './batch-use.js'
import { ask, errorOf, type Host } from './host.js'
import { readMarked } from './owner-marks.js'
import { linesOf } from './read-lines.js'
import { tooLong } from './upstream.js'

/** A batch that is over: the provider's ids, and when it ended, milliseconds since 1970. */
type Ended = { readonly id: string; readonly outputFile: string; readonly endedAt: number | undefined; readonly madeBy: string }

/** Batches that were seen in the log already: most are asked for again and again. */
const counted = new WeakMap<GatewayStore, Set<string>>()
const mostRemembered = 10_000

/**
 * Looks at a batch as the provider shows it, and counts it where it is over. `shownId` is its id here. What fails is logged and
 * tried again when the batch is next asked for: whoever asks gets their answer.
 */
export async function countBatch(call: GatewayCall, host: Host, batch: object, shownId: string): Promise<void> {
  const { store, settings, log } = call.serving
  const ended = endedBatch(batch)
  if (store === undefined || !settings.store.keepsSpend || ended === undefined) return
  const costId = costIdOf(settings.idSecret, host, ended.id)
  const known = counted.get(store) ?? new Set<string>()
  counted.set(store, known)
  if (known.has(costId)) return
  try {
    if (!(await count(call, { store, host, ended, costId, shownId }))) return
    if (known.size >= mostRemembered) known.clear()
    known.add(costId)
  } catch (error) {
    if (call.signal.aborted) return
    log?.warn(
      { batch: shownId },
      `the cost of a batch is not known yet: ${databaseMessage(error)}. It is looked for again when the batch is next asked for`,
    )
  }
}

/** What became of its requests is told in the output file, which also a batch has that was cancelled or ran out of time. */
function endedBatch(batch: object): Ended | undefined {
  const { id, status, output_file_id: file, completed_at, expired_at, cancelled_at }: { readonly [name: string]: unknown } = { ...batch }
  const { madeBy } = readMarked(batch)
  if (status !== 'completed' && status !== 'expired' && status !== 'cancelled') return undefined
  if (typeof id !== 'string' || typeof file !== 'string' || file === '' || !isUuid(madeBy)) return undefined
  const at = [completed_at, expired_at, cancelled_at].find((time) => typeof time === 'number' && time > 0)
  return { id, outputFile: file, endedAt: typeof at === 'number' ? at * 1_000 : undefined, madeBy }
}

function isUuid(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

/** The same at every gateway that shares the secret: a UUID of version 8, whose bits are its maker's own. */
function costIdOf(secret: string, { door }: Host, id: string): string {
  const bytes = createHmac('sha256', secret).update(`batch cost\n${door.ready.target.baseUrl}\n${id}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

type Counting = {
  readonly store: GatewayStore
  readonly host: Host
  readonly ended: Ended
  readonly costId: string
  readonly shownId: string
}

/** False where the log does not know who started it: it was started elsewhere, or so long ago that its row is gone. */
async function count(call: GatewayCall, { store, host, ended, costId, shownId }: Counting): Promise<boolean> {
  const { serving } = call
  // the row of the request that started it may still be on its way
  if (store.spend.waiting > 0) await store.spend.flush()
  const admin = await store.open()
  // a gateway without a database has no driver to load
  const { findBatch } = await import('../store/batch-rows.js')
  const { origin, isCounted } = await findBatch(admin.connection.db, { madeBy: ended.madeBy, costId })
  if (isCounted) return true
  if (origin === undefined) return false
  const answer = await ask(call, host, { method: 'GET', path: `/files/${encodeURIComponent(ended.outputFile)}/content` })
  if (answer.status >= 400) throw await errorOf(call, host, answer)
  const lines = linesOf(answer.body, () => tooLong(host.door.provider))
  const pricing = pricingAt(serving, host.door)
  const use = await useOf(lines, pricing)
  const names = namesOf(use, pricing)
  const row = rowOf({ host, ended, costId, shownId, origin, use, names, windows: await windowsOf(serving, origin, names) })
  if (row.spend === null) serving.log?.warn({ batch: shownId }, `what a batch cost is not known: ${use.unpriced}`)
  store.record(row)
  await store.spend.flush()
  // budgets go by what is in the database: whoever keeps a sum in memory reads it anew
  for (const change of changedBy(origin)) if (change.id !== '') await admin.tell(change)
  return true
}

/** Everybody whose sum has grown. */
function changedBy(origin: BatchOrigin): readonly Changed[] {
  return [
    { kind: 'key', id: origin.api_key },
    { kind: 'user', id: origin.user_id },
    { kind: 'team', id: origin.team_id },
    { kind: 'organization', id: origin.organization_id },
    { kind: 'end_user', id: origin.end_user },
    ...origin.request_tags.map((id) => ({ kind: 'tag', id }) as const),
  ]
}

/** Names of the one model that a batch called, the config's first; empty where it called several. */
function namesOf({ models: [model, ...more] }: BatchUse, pricing: Pricing): readonly string[] {
  if (model === undefined || more.length > 0) return []
  const { group } = pricing(model)
  return group === undefined || group === model ? [model] : [group, model]
}

/** The sums beside their owners' own into which it counts. Budgets of single models know a batch of one model. */
async function windowsOf(
  { store, settings, engine }: Serving,
  origin: BatchOrigin,
  names: readonly string[],
): Promise<readonly SpendWindow[]> {
  const moment = { now: engine.now(), timeZone: settings.limits.timeZone }
  const caller = origin.api_key === '' ? undefined : await store?.callers.get(origin.api_key)
  const own = caller === undefined ? [] : callerDues(caller, moment).windows
  const ofModel = caller === undefined || names.length === 0 ? [] : modelDues(caller, names, moment).windows
  return [...own, ...ofModel, ...proxyDues(settings.limits, [], moment).windows]
}

type Told = Omit<Counting, 'store'> & {
  readonly origin: BatchOrigin
  readonly use: BatchUse
  readonly names: readonly string[]
  readonly windows: readonly SpendWindow[]
}

function rowOf({ host: { door, place }, ended, costId, shownId, origin, use, names, windows }: Told): SpendRow {
  const { start_time: startedAt, ...owners } = origin
  const at = ended.endedAt ?? startedAt
  const { requests, failed, models, unpriced } = use
  return {
    ...owners,
    request_id: costId,
    start_time: at,
    end_time: at,
    completion_start_time: null,
    call_id: null,
    // by the id of the batch one finds both what started it and what it cost
    response_id: shownId,
    call_type: 'abatch',
    status: 'success',
    model_group: names[0] ?? '',
    model: names.at(-1) ?? '',
    model_id: 'deployment' in place ? place.deployment : '',
    provider: door.provider,
    api_base: publicUrl(door.ready.target.baseUrl) ?? '',
    spend: unpriced === undefined ? usdText(use.costNanoUsd) : null,
    prompt_tokens: use.promptTokens,
    completion_tokens: use.completionTokens,
    cache_read_tokens: use.cacheReadTokens,
    cache_write_tokens: use.cacheWriteTokens,
    cache_hit: false,
    requester_ip: '',
    metadata: {
      batch: { requests, failed, ...(models.length > 1 && { models }) },
      ...(unpriced !== undefined && { cost_reason: unpriced }),
    },
    windows,
  }
}
