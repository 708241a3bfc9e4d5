/** `/batches`: batches at the provider that keeps their input file. */
import { badRequest } from '../errors.js'
import { checkBatchModels } from '../pass-through/batch-models.js'
import { askJson, chooseHost } from '../pass-through/host.js'
import { findKept, type Kept, parameter, providerQuery, shownAs, spellings, wishOf, wrapper } from '../pass-through/kept-things.js'
import { listKept } from '../pass-through/list-page.js'
import { idsOf } from '../pass-through/managed-id.js'
import { markedMetadata, readBatch } from '../pass-through/owner-marks.js'
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
    const {
      input_file_id: given,
      custom_llm_provider: _p,
      provider: _q,
      model: _m,
      target_model_names: _t,
      litellm_metadata: _l,
      ...rest
    } = readJson(call)
    if (typeof given !== 'string' || given === '')
      throw badRequest('input_file_id is missing: it is the id of an uploaded file', 'input_file_id')
    const file = await findKept(call, given, 'file', wishOf(call, readJson(call)))
    await checkBatchModels(call, file)
    const owner = idsOf(call.serving).ownerOf(call.identity)
    const metadata = call.identity.role === 'proxy_admin' ? rest.metadata : markedMetadata(rest.metadata, owner)
    const body = JSON.stringify({ ...rest, input_file_id: file.id, ...(metadata !== undefined && { metadata }) })
    const answer = await askJson(call, file.host, { method: 'POST', path: '/batches', query: providerQuery(call), body })
    sendKept(call, shownAs('batch', readBatch(answer).shown, wrapper(call, file.host, owner)))
  },
}

export const listBatches: Route = {
  ...rules,
  method: 'GET',
  paths: spellings('/batches'),
  summary: "Lists the caller's batches.",
  handle: async (call) => {
    const host = await chooseHost(call, wishOf(call))
    sendKept(call, await listKept(call, host, 'batch', readBatch))
  },
}

export const showBatch: Route = {
  ...rules,
  method: 'GET',
  paths: spellings('/batches/:batch_id'),
  summary: 'Shows a batch.',
  handle: async (call) => {
    const kept = await find(call)
    answerBatch(call, kept, await askJson(call, kept.host, { method: 'GET', path: pathOf(kept), query: providerQuery(call) }))
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
  sendKept(call, shownAs('batch', readBatch(answer).shown, wrapper(call, host, owner)))
}
