/** The body of a request as the mock looks at it: JSON, or the fields of a form. */

/** Undefined where it cannot be read. Files of a form become `{ name, type, bytes }` with their length. */
export async function readRequestBody(bytes: Uint8Array, type: string): Promise<unknown> {
  return /^multipart\/form-data/i.test(type) ? readForm(bytes, type) : parseJson(new TextDecoder().decode(bytes))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller is told
  }
}

async function readForm(bytes: Uint8Array, type: string): Promise<unknown> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => undefined) // the caller is told
  if (form === undefined) return undefined
  const fields = new Map<string, unknown>()
  for (const [name, value] of form) {
    fields.set(name, typeof value === 'string' ? value : { name: value.name, type: value.type, bytes: value.size })
  }
  return Object.fromEntries(fields)
}
