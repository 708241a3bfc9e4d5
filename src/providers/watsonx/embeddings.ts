/** `POST /ml/v1/text/embeddings`: texts in, one vector for each. */
import { isFault } from '../../protocol/failure.js'
import { wrappedEmbeddings } from '../openai/wrapped.js'
import { badRequest } from '../shared/failure.js'
import { isRecord } from '../shared/json.js'
import { isText } from '../shared/text-input.js'
import { modelMembers, watsonxUrl } from './url.js'

/** Options of the host (`truncate_input_tokens`, `return_options`) go into `parameters`. */
export const embeddings = wrappedEmbeddings({
  url: (_call, target) => watsonxUrl(target, 'text/embeddings'),
  headers: () => ({ accept: 'application/json' }),
  body({ model: _model, input, user: _user, encoding_format: _format, ...parameters }, _call, target) {
    const members = modelMembers(target)
    if (isFault(members)) return { ...members, body: undefined }
    if (!isText(input)) return { ...badRequest(target, '`input` must be a text or a list of texts', 'input'), body: undefined }
    const inputs = typeof input === 'string' ? [input] : input
    return { body: { ...members, inputs, ...(Object.keys(parameters).length > 0 && { parameters }) } }
  },
  answer(body) {
    if (!isRecord(body) || !Array.isArray(body.results)) return body
    return { data: body.results, model: body.model_id, usage: { prompt_tokens: body.input_token_count } }
  },
})
