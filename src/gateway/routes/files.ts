/** `/files`: files at the provider that owns them, under ids that only their owner can use. */
import { membersOf, openForm, writeForm } from '../pass-through/file-form.js'
import { handBack, ownHeaders } from '../pass-through/forward.js'
import { ask, askJson, chooseHost, errorOf } from '../pass-through/host.js'
import { findKept, type Kept, parameter, providerQuery, shownAs, spellings, wishOf, wrapper } from '../pass-through/kept-things.js'
import { listKept } from '../pass-through/list-page.js'
import { idsOf } from '../pass-through/managed-id.js'
import { markedName, readFile } from '../pass-through/owner-marks.js'
import type { GatewayCall, Route } from '../route.js'

const rules = { access: 'key', callType: 'afile', errors: 'openai', tags: ['files'] } as const

export const createFile: Route = {
  ...rules,
  method: 'POST',
  paths: spellings('/files'),
  summary: 'Uploads a file to the provider that is to keep it.',
  body: 'multipart',
  handle: async (call) => {
    const { serving, identity } = call
    const form = await openForm(call.request, serving.settings.maxStreamBytes)
    const host = await chooseHost(call, wishOf(call, membersOf(form)))
    const owner = idsOf(serving).ownerOf(identity)
    const isMarked = identity.role !== 'proxy_admin'
    const { headers, body } = writeForm(form, isMarked ? markedName(form.file.name, owner) : form.file.name)
    const answer = await askJson(call, host, { method: 'POST', path: '/files', query: providerQuery(call), headers, body })
    sendKept(call, shownAs('file', readFile(answer).shown, wrapper(call, host, owner)))
  },
}

export const listFiles: Route = {
  ...rules,
  method: 'GET',
  paths: spellings('/files'),
  summary: "Lists the caller's files.",
  handle: async (call) => {
    const host = await chooseHost(call, wishOf(call))
    sendKept(call, await listKept(call, host, 'file', readFile))
  },
}

export const showFile: Route = {
  ...rules,
  method: 'GET',
  paths: spellings('/files/:file_id'),
  summary: 'Shows a file.',
  handle: async (call) => {
    const kept = await find(call)
    const answer = await askJson(call, kept.host, { method: 'GET', path: pathOf(kept), query: providerQuery(call) })
    sendKept(call, shownAs('file', readFile(answer).shown, wrapper(call, kept.host, kept.owner)))
  },
}

export const deleteFile: Route = {
  ...rules,
  method: 'DELETE',
  paths: spellings('/files/:file_id'),
  summary: 'Deletes a file.',
  handle: async (call) => {
    const kept = await find(call)
    const answer = await askJson(call, kept.host, { method: 'DELETE', path: pathOf(kept), query: providerQuery(call) })
    sendKept(call, shownAs('file', answer, wrapper(call, kept.host, kept.owner)))
  },
}

export const fileContent: Route = {
  ...rules,
  method: 'GET',
  paths: spellings('/files/:file_id/content'),
  summary: 'The bytes of a file.',
  handle: async (call) => {
    const kept = await find(call)
    const answer = await ask(call, kept.host, { method: 'GET', path: `${pathOf(kept)}/content`, query: providerQuery(call) })
    if (answer.status >= 400) throw await errorOf(call, kept.host, answer)
    await handBack(call, answer, kept.host.door.provider)
  },
}

function find(call: GatewayCall): Promise<Kept> {
  return findKept(call, parameter(call, 'file_id'), 'file')
}

function pathOf({ id }: Kept): string {
  return `/files/${encodeURIComponent(id)}`
}

/** Sends a JSON answer that is no call of a model. */
export function sendKept(call: GatewayCall, answer: object): void {
  call.notes.tell(200, 'answered')
  call.reply.headers(ownHeaders(call)).type('application/json; charset=utf-8').send(JSON.stringify(answer))
}
