/** A host that keeps files, batches and responses as OpenAI does, as far as clients can tell. */
import type { ServerResponse } from 'node:http'
import type { Echo } from './echo-server.js'

type Stored = { readonly id: string; readonly [name: string]: unknown }

/** What a host keeps; `answer` plugs into the echo server. */
export class OpenAiStore {
  readonly files = new Map<string, Stored & { readonly content: string }>()
  readonly batches = new Map<string, Stored>()
  readonly responses = new Map<string, Stored>()
  readonly jobs = new Map<string, Stored>()
  /** How often a conversation was compacted. */
  compacted = 0
  readonly #key: string
  #serial = 0

  /** The key that it takes. */
  constructor(key: string) {
    this.#key = key
  }

  readonly answer = (echo: Echo, outgoing: ServerResponse): boolean => {
    void this.#answer(echo, outgoing)
    return true
  }

  async #answer({ method, path, headers, body }: Echo, outgoing: ServerResponse): Promise<undefined> {
    const url = new URL(path, 'http://store')
    const [, kind = '', id = '', operation = ''] = url.pathname
      .replace(/^\/v1|^\/openai\/v1/, '')
      .replace('/fine_tuning/', '/')
      .split('/')
    if (headers.authorization !== `Bearer ${this.#key}` && headers['api-key'] !== this.#key)
      return send(outgoing, 401, wrong('Incorrect API key'))
    if (kind === 'files' && method === 'POST') return send(outgoing, 200, await this.#upload(headers, body))
    if (kind === 'files' && operation === 'content') return this.#content(id, outgoing)
    const tables: { readonly [kind: string]: Map<string, Stored> } = { files: this.files, batches: this.batches, jobs: this.jobs }
    const table = tables[kind] ?? this.responses
    if (id === 'compact') return this.#compact(JSON.parse(body), outgoing)
    if (method === 'POST' && id === '') return this.#create(kind, JSON.parse(body), outgoing)
    if (id === '') return send(outgoing, 200, page(table, url.searchParams))
    const found = table.get(id)
    if (found === undefined) return send(outgoing, 404, wrong(`No such ${kind} object: ${id}`))
    if (method === 'DELETE') {
      table.delete(id)
      return send(outgoing, 200, { id, object: kind === 'files' ? 'file' : 'response', deleted: true })
    }
    if (operation === 'cancel') table.set(id, { ...found, status: kind === 'batches' ? 'cancelling' : 'cancelled' })
    if (operation === 'pause') table.set(id, { ...found, status: 'paused' })
    if (operation === 'events' || operation === 'checkpoints')
      return send(outgoing, 200, {
        object: 'list',
        data: [
          {
            object: `fine_tuning.job.${operation.slice(0, -1)}`,
            id: 'ft_1',
            ...(operation === 'checkpoints' && { fine_tuning_job_id: id }),
          },
        ],
        has_more: false,
      })
    if (operation === 'input_items')
      return send(outgoing, 200, {
        object: 'list',
        data: [{ id: 'msg_1', type: 'message', role: 'user' }],
        first_id: 'msg_1',
        last_id: 'msg_1',
        has_more: false,
      })
    if (url.searchParams.get('stream') === 'true') return sendEvents(outgoing, found)
    return send(outgoing, 200, table.get(id) ?? found)
  }

  async #upload(headers: Echo['headers'], body: string): Promise<object> {
    const form = await new Response(Buffer.from(body, 'latin1'), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData()
    const file = form.get('file')
    const others = [...form.entries()].filter(([name]) => name !== 'file')
    const known = ['purpose', 'expires_after[anchor]', 'expires_after[seconds]']
    const strange = others.find(([name]) => !known.includes(name))
    if (strange !== undefined || !(file instanceof Blob)) return wrong(`Unrecognized request argument supplied: ${strange?.[0]}`)
    const id = `file-${++this.#serial}`
    const text = await file.text()
    const stored = {
      id,
      object: 'file',
      bytes: file.size,
      created_at: 1,
      filename: file.name,
      purpose: form.get('purpose'),
      status: 'processed',
    }
    this.files.set(id, { ...stored, content: text })
    return stored
  }

  #content(id: string, outgoing: ServerResponse): undefined {
    const file = this.files.get(id)
    if (file === undefined) return send(outgoing, 404, wrong(`No such File object: ${id}`))
    outgoing.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment; filename="x.jsonl"' })
    outgoing.end(file.content)
    return undefined
  }

  #compact({ previous_response_id: before }: { readonly [name: string]: unknown }, outgoing: ServerResponse): undefined {
    if (!this.responses.has(String(before))) return send(outgoing, 400, wrong(`Previous response with id '${before}' not found.`))
    this.compacted++
    const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 }
    return send(outgoing, 200, { id: `resp_${++this.#serial}`, object: 'response.compaction', created_at: 1, output: [], usage })
  }

  #create(kind: string, body: { readonly [name: string]: unknown }, outgoing: ServerResponse): undefined {
    const serial = ++this.#serial
    if (kind === 'batches') {
      if (!this.files.has(String(body.input_file_id))) return send(outgoing, 400, wrong(`Invalid file ${body.input_file_id}`))
      const output = {
        id: `file-${serial}o`,
        object: 'file',
        filename: 'out.jsonl',
        purpose: 'batch_output',
        content: '{"custom_id":"a"}\n',
      }
      this.files.set(output.id, output)
      const batch = {
        metadata: null,
        ...body,
        id: `batch_${serial}`,
        object: 'batch',
        status: 'completed',
        output_file_id: output.id,
        error_file_id: null,
        created_at: 1,
      }
      this.batches.set(batch.id, batch)
      return send(outgoing, 200, batch)
    }
    if (kind === 'jobs') {
      if (!this.files.has(String(body.training_file))) return send(outgoing, 400, wrong(`Invalid training_file ${body.training_file}`))
      const job = {
        metadata: null,
        ...body,
        id: `ftjob-${serial}`,
        object: 'fine_tuning.job',
        status: 'running',
        result_files: [`file-${serial}r`],
      }
      this.jobs.set(job.id, job)
      return send(outgoing, 200, job)
    }
    if (typeof body.previous_response_id === 'string' && !this.responses.has(body.previous_response_id))
      return send(outgoing, 400, wrong(`Previous response with id '${body.previous_response_id}' not found.`))
    const response = {
      id: `resp_${serial}`,
      object: 'response',
      created_at: 1,
      status: 'completed',
      model: body.model,
      previous_response_id: body.previous_response_id ?? null,
      output: [
        {
          type: 'message',
          id: `msg_${serial}`,
          status: 'completed',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'hello', annotations: [] }],
        },
      ],
      usage: {
        input_tokens: 3,
        output_tokens: 2,
        total_tokens: 5,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens_details: { reasoning_tokens: 0 },
      },
    }
    this.responses.set(response.id, response)
    if (body.stream === true) return sendEvents(outgoing, response)
    return send(outgoing, 200, response)
  }
}

function page(table: ReadonlyMap<string, Stored>, query: URLSearchParams): object {
  const all = [...table.values()].map(({ content: _content, ...shown }) => shown)
  const from = all.findIndex(({ id }) => id === query.get('after')) + 1
  const size = Number(query.get('limit') ?? '20')
  const data = all.slice(from, from + size)
  return { object: 'list', data, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null, has_more: from + size < all.length }
}

function sendEvents(outgoing: ServerResponse, response: Stored): undefined {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const [index, type] of ['response.created', 'response.completed'].entries())
    outgoing.write(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: index, response })}\n\n`)
  outgoing.end()
  return undefined
}

function wrong(message: string): object {
  return { error: { message, type: 'invalid_request_error', param: null, code: null } }
}

function send(outgoing: ServerResponse, status: number, body: object): undefined {
  outgoing.writeHead('error' in body && status === 200 ? 400 : status, { 'content-type': 'application/json' })
  outgoing.end(JSON.stringify(body))
  return undefined
}
