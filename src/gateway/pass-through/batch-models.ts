/** A batch calls the models that its file names: for a key that may call some models only, each line is looked at before it is started. */
import { badRequest, GatewayError } from '../errors.js'
import { isObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { ask, errorOf } from './host.js'
import type { Kept } from './kept-things.js'
import { checkModel, isLimited } from './model-access.js'
import { providerNamesOf } from './provider-door.js'
import { linesOf } from './read-lines.js'

/** Rejects with a 403 for a model that the key may not call. Keys without a list are not looked at. */
export async function checkBatchModels(call: GatewayCall, { host, id }: Kept): Promise<void> {
  if (!isLimited(call)) return
  const answer = await ask(call, host, { method: 'GET', path: `/files/${encodeURIComponent(id)}/content` })
  if (answer.status >= 400) throw await errorOf(call, host, answer)
  const names = [host.door.provider, ...providerNamesOf(host.door.provider)]
  let number = 0
  for await (const line of linesOf(answer.body, lineTooLong)) {
    number++
    if (line.trim() !== '') checkModel(call, names, [modelOf(line, number)])
  }
}

function modelOf(line: string, number: number): string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw badRequest(`line ${number} of the input file is not JSON`, 'input_file_id')
  }
  const body = isObject(value) ? value.body : undefined
  if (isObject(body) && typeof body.model === 'string') return body.model
  throw badRequest(`line ${number} of the input file names no model in its body`, 'input_file_id')
}

function lineTooLong(): GatewayError {
  return new GatewayError(413, 'invalid_request_error', 'a line of the input file is too long to be checked', { param: 'input_file_id' })
}
