/** `/fine_tuning/jobs`: training of models at the provider that keeps their training file. */
import { noteCaller } from '../caller-facts.js'
import { badRequest } from '../errors.js'
import { askJson, chooseHost, type Wish } from '../pass-through/host.js'
import { findKept, type Kept, parameter, providerQuery, shownAs, spellings, wishOf, wrapper } from '../pass-through/kept-things.js'
import { listKept } from '../pass-through/list-page.js'
import { idsOf } from '../pass-through/managed-id.js'
import { checkModel } from '../pass-through/model-access.js'
import { markedMetadata, readMarked } from '../pass-through/owner-marks.js'
import { providerNamesOf } from '../pass-through/provider-door.js'
import { isObject, type RawObject, readJson } from '../request-body.js'
import type { GatewayCall, Method, Route } from '../route.js'
import { sendKept } from './files.js'

const rules = { access: 'key', callType: 'afine_tuning', errors: 'openai', tags: ['fine-tuning'] } as const

export const createTuning: Route = {
  ...rules,
  method: 'POST',
  paths: spellings('/fine_tuning/jobs'),
  summary: 'Trains a model on an uploaded file.',
  handle: async (call) => {
    const raw = readJson(call)
    noteCaller(call, raw)
    const { custom_llm_provider: _p, provider: _q, target_model_names: _t, litellm_metadata: _l, ...rest } = raw
    const { model, training_file: training } = rest
    if (typeof model !== 'string' || model === '') throw badRequest('model is missing: it is the model of the provider to train', 'model')
    if (typeof training !== 'string' || training === '')
      throw badRequest('training_file is missing: it is the id of an uploaded file', 'training_file')
    // `model` is the provider's word here, which says nothing of where its files lie
    const wish = wishOf(call, { ...raw, model: undefined })
    const file = await findKept(call, training, 'file', wish)
    const { door } = file.host
    checkModel(call, [door.provider, ...providerNamesOf(door.provider)], [model])
    const owner = idsOf(call.serving).ownerOf(call.identity)
    const metadata = call.identity.role === 'proxy_admin' ? rest.metadata : markedMetadata(rest.metadata, owner)
    const body = JSON.stringify({
      ...rest,
      training_file: file.id,
      ...(await validation(call, rest, { file, wish })),
      ...(metadata !== undefined && { metadata }),
    })
    const answer = await askJson(call, file.host, { method: 'POST', path: '/fine_tuning/jobs', query: providerQuery(call), body })
    sendKept(call, shownAs('job', readMarked(answer).shown, wrapper(call, file.host, owner)))
  },
}

/** A second file has to lie at the same host. */
async function validation(
  call: GatewayCall,
  { validation_file: given }: RawObject,
  training: { readonly file: Kept; readonly wish: Wish },
): Promise<object> {
  if (typeof given !== 'string' || given === '') return {}
  const file = await findKept(call, given, 'file', training.wish)
  if (file.host.door.ready.target.baseUrl !== training.file.host.door.ready.target.baseUrl)
    throw badRequest('validation_file lies at another host than training_file: upload both to the same one', 'validation_file')
  return { validation_file: file.id }
}

export const listTunings: Route = {
  ...rules,
  method: 'GET',
  paths: spellings('/fine_tuning/jobs'),
  summary: "Lists the caller's trainings.",
  handle: async (call) => {
    const host = await chooseHost(call, wishOf(call))
    sendKept(call, await listKept(call, host, 'job', readMarked))
  },
}

export const showTuning: Route = ofJob('GET', '', 'Shows a training.')
export const cancelTuning: Route = ofJob('POST', '/cancel', 'Cancels a training.')
export const pauseTuning: Route = ofJob('POST', '/pause', 'Pauses a training.')
export const resumeTuning: Route = ofJob('POST', '/resume', 'Goes on with a training that was paused.')
export const tuningEvents: Route = ofJob('GET', '/events', 'Lists what has happened in a training.')
export const tuningCheckpoints: Route = ofJob('GET', '/checkpoints', 'Lists the models that a training has made on its way.')

function ofJob(method: Method, operation: string, summary: string): Route {
  return {
    ...rules,
    method,
    paths: spellings(`/fine_tuning/jobs/:job_id${operation}`),
    summary,
    handle: async (call) => {
      const kept = await findKept(call, parameter(call, 'job_id'), 'job')
      const path = `/fine_tuning/jobs/${encodeURIComponent(kept.id)}${operation}`
      const answer = await askJson(call, kept.host, { method, path, query: providerQuery(call) })
      const wrap = wrapper(call, kept.host, kept.owner)
      // a list is of things that name their job; what is no list is the job itself
      const shown = Array.isArray(answer.data)
        ? { ...answer, data: answer.data.map((each) => (isObject(each) ? shownAs('checkpoint', each, wrap) : each)) }
        : shownAs('job', readMarked(answer).shown, wrap)
      sendKept(call, shown)
    },
  }
}
