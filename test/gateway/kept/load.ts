/** Clients that call a gateway again and again, and remember what they received whole. */
import { randomUUID } from 'node:crypto'

/** What became of one request, by the id that its client gave it. */
export type Asked = {
  readonly id: string
  /** Its place among all calls; the default body says `number NTH`. */
  readonly nth: number
  readonly whole: boolean
  readonly status: number | undefined
  /** How long it took, milliseconds. */
  readonly ms: number
}

export type Load = {
  readonly asked: readonly Asked[]
  /** Ends when the calls under way have. */
  stop(): Promise<void>
}

export type LoadOptions = {
  /** Asked anew for each call: a gateway that was started again may listen elsewhere. */
  readonly url: () => string
  readonly key: string
  /** Calls at a time. */
  readonly clients: number
  readonly body?: (nth: number) => object
}

const answer = (nth: number) => ({ model: 'gpt-4o', messages: [{ role: 'user', content: `number ${nth}` }], stream: nth % 3 === 0 })

/** Starts at once. */
export function startLoad({ url, key, clients, body = answer }: LoadOptions): Load {
  const asked: Asked[] = []
  let stopped = false
  let nth = 0
  const client = async () => {
    while (!stopped) asked.push(await ask(url(), key, nth++, body))
  }
  const all = Promise.all(Array.from({ length: clients }, client))
  return {
    asked,
    stop: async () => {
      stopped = true
      await all
    },
  }
}

async function ask(url: string, key: string, nth: number, body: (nth: number) => object): Promise<Asked> {
  const id = randomUUID()
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'x-litellm-call-id': id }
  let status: number | undefined
  const startedAt = performance.now()
  const took = () => performance.now() - startedAt
  try {
    const reply = await fetch(`${url}/chat/completions`, { method: 'POST', headers, body: JSON.stringify(body(nth)) })
    status = reply.status
    const text = await reply.text()
    const isWhole = text.startsWith('data:') ? text.includes('data: [DONE]') : isJson(text)
    return { id, nth, status, whole: status === 200 && isWhole, ms: took() }
  } catch {
    // the gateway is gone, or is not there yet: what it answered did not come whole
    await new Promise((resolve) => setTimeout(resolve, 5))
    return { id, nth, status, whole: false, ms: took() }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
