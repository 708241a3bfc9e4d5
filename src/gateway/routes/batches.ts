/** `/batches`: batches at the provider that keeps their input file. */
import { noteCaller } from '../caller-facts.js'
import { badRequest } from '../errors.js'
import { checkBatchModels } from '../pass-through/batch-models.js'
import { countBatch } from '../pass-through/count-batch.js'
import { askJson, chooseHost } from '../pass-through/host.js'
import { findKept, type Kept, parameter, providerQuery, shownAs, spellings, wishOf, wrapper } from '../pass-through/kept-things.js'
import { listKept } from '../pass-through/list-page.js'
import { idsOf, type Owner } from '../pass-through/managed-id.js'
import { markedMetadata, readMarked } from '../pass-through/owner-marks.js'
import { readJson } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import { sendKept } from './files.js'

const rules = { access: 'key', callType: 'abatch', errors: 'openai', tags: ['batches'] } as const

export const createBatch: Route = {
  ...rules,
  method: 'POST',
  paths: spellings('/batches'),
  summary: 'Starts a batch over an uploaded file.',
  handle: async (call) => {
    const raw = readJson(call)
    noteCaller(call, raw)
    const {
      input_file_id: given,
      custom_llm_provider: _p,
      provider: _q,
      model: _m,
      target_model_names: _t,
      litellm_metadata: _l,
      ...rest
    } = raw
    if (typeof given !== 'string' || given === '')
      throw badRequest('input_file_id is missing: it is the id of an uploaded file', 'input_file_id')
    const file = await findKept(call, given, 'file', wishOf(call, raw))
    await checkBatchModels(call, file)
    const owner = idsOf(call.serving).ownerOf(call.identity)
    const metadata = markedMetadata(rest.metadata, call.identity.role === 'proxy_admin' ? nobody : owner, startedBy(call))
    const body = JSON.stringify({ ...rest, input_file_id: file.id, ...(metadata !== undefined && { metadata }) })
    const answer = await askJson(call, file.host, { method: 'POST', path: '/batches', query: providerQuery(call), body })
    sendKept(call, shownAs('batch', readMarked(answer).shown, wrapper(call, file.host, owner)))
  },
}

export const listBatches: Route = {
  ...rules,
  method: 'GET',
  paths: spellings('/batches'),
  summary: "Lists the caller's batches.",
  handle: async (call) => {
    const host = await chooseHost(call, wishOf(call))
    const ids = idsOf(call.serving)
    const own = ids.ownerOf(call.identity)
    const seen: object[] = []
    const list = await listKept(call, host, 'batch', (entry) => {
      const read = readMarked(entry)
      if (ids.mayUse(call.identity, read.owner ?? nobody)) seen.push(entry)
      return read
    })
    // whoever only lists their batches learns of their end here
    for (const batch of seen) await countBatch(call, host, batch, idOf(call, { host, owner: own }, batch))
    sendKept(call, list)
  },
}

export const showBatch: Route = {
  ...rules,
  method: 'GET',
  paths: spellings('/batches/:batch_id'),
  summary: 'Shows a batch.',
  handle: async (call) => {
    const kept = await find(call)
    const batch = await askJson(call, kept.host, { method: 'GET', path: pathOf(kept), query: providerQuery(call) })
    await countBatch(call, kept.host, batch, idOf(call, kept, batch))
    answerBatch(call, kept, batch)
  },
}

export const cancelBatch: Route = {
  ...rules,
  method: 'POST',
  paths: spellings('/batches/:batch_id/cancel'),
  summary: 'Cancels a batch.',
  handle: async (call) => {
    const kept = await find(call)
    answerBatch(call, kept, await askJson(call, kept.host, { method: 'POST', path: `${pathOf(kept)}/cancel`, query: providerQuery(call) }))
  },
}

function find(call: GatewayCall): Promise<Kept> {
  return findKept(call, parameter(call, 'batch_id'), 'batch')
}

function pathOf({ id }: Kept): string {
  return `/batches/${encodeURIComponent(id)}`
}

/** Whoever asks, the files of a batch belong to its owner. */
function answerBatch(call: GatewayCall, { host, owner }: Kept, answer: object): void {
  sendKept(call, shownAs('batch', readMarked(answer).shown, wrapper(call, host, owner)))
}

/** Nobody's mark: what administrators make is theirs alone. */
const nobody: Owner = { key: '', user: '' }

/** The request by whose row the cost of the batch is brought home; '' where no rows are kept. */
function startedBy({ serving: { store, settings }, callId }: GatewayCall): string {
  return store !== undefined && settings.store.keepsSpend ? callId : ''
}

/** The id of a batch as its owner gets it. */
function idOf(call: GatewayCall, { host, owner }: Pick<Kept, 'host' | 'owner'>, batch: object): string {
  const { id }: { readonly id?: unknown } = { ...batch }
  return typeof id === 'string' ? wrapper(call, host, readMarked(batch).owner ?? owner)(id, 'batch') : ''
}
