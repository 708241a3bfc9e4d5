/** What the front page does: reads the OpenAPI document, lists its routes, and sends what the reader fills in. Text only becomes text. */
export const script = `
'use strict'
const base = location.pathname.replace(/\\/*$/, '/')
const main = document.querySelector('main')
const key = document.querySelector('#key')
const filter = document.querySelector('#filter')

function make(name, members = {}, ...inside) {
  const node = document.createElement(name)
  for (const [member, value] of Object.entries(members)) {
    if (member in node) node[member] = value
    else node.setAttribute(member, value)
  }
  node.append(...inside)
  return node
}

function operationsOf(document) {
  const all = new Map()
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const id = method + ' ' + operation.summary + ' ' + operation.tags.join()
      const known = all.get(id)
      if (known) known.paths.push(path)
      else all.set(id, { ...operation, method: method.toUpperCase(), paths: [path] })
    }
  return [...all.values()]
}

function field(parameter) {
  const { name, description = '', schema } = parameter
  const input = schema.enum || schema.type === 'boolean'
    ? make('select', { name }, ...['', ...(schema.enum || ['true', 'false'])].map((value) => make('option', { value }, value)))
    : make('input', { name, autocomplete: 'off' })
  input.dataset.in = parameter.in
  input.required = parameter.required === true
  return make('label', {}, name + (description ? ': ' + description : ''), input)
}

function addressOf(path, form) {
  let address = path
  const query = new URLSearchParams()
  for (const input of form.querySelectorAll('[data-in]')) {
    if (input.dataset.in === 'path')
      address = address.replace('{' + input.name + '}', input.value.split('/').map(encodeURIComponent).join('/'))
    else if (input.value !== '') query.set(input.name, input.value)
  }
  const text = query.toString()
  return address + (text === '' ? '' : '?' + text)
}

function pretty(text, type) {
  if (!type.includes('json')) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

async function send(operation, form, status, output) {
  const headers = {}
  if (key.value !== '') headers.authorization = 'Bearer ' + key.value
  const area = form.querySelector('textarea')
  if (area) headers['content-type'] = 'application/json'
  const began = performance.now()
  output.textContent = ''
  output.hidden = false
  status.className = 'status'
  status.textContent = 'sending …'
  try {
    const address = base + addressOf(operation.paths[0], form).slice(1)
    const answer = await fetch(address, { method: operation.method, headers, body: area ? area.value : undefined })
    const type = answer.headers.get('content-type') || ''
    const cost = answer.headers.get('x-litellm-response-cost')
    const tell = () => {
      const ms = Math.round(performance.now() - began)
      status.textContent = answer.status + ' in ' + ms + ' ms' + (cost === null ? '' : ', ' + cost + ' USD')
    }
    status.className = 'status ' + (answer.ok ? 'good' : 'bad')
    if (!/json|text|event-stream/.test(type)) {
      const bytes = await answer.arrayBuffer()
      output.textContent = bytes.byteLength + ' bytes of ' + (type || 'no type')
      return tell()
    }
    const reader = answer.body.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true })
      if (type.includes('event-stream')) output.textContent = text
    }
    output.textContent = pretty(text, type)
    tell()
  } catch (error) {
    status.className = 'status bad'
    status.textContent = 'no answer: ' + error.message
  }
}

function formOf(operation) {
  const form = make('form')
  const others = operation.paths.slice(1)
  if (others.length > 0) form.append(make('div', { className: 'also' }, 'also ' + others.join(', ')))
  for (const parameter of operation.parameters || []) form.append(field(parameter))
  const content = operation.requestBody && operation.requestBody.content
  if (content && content['application/json']) {
    const example = content['application/json'].example || {}
    form.append(make('label', {}, 'body', make('textarea', { value: JSON.stringify(example, null, 2), spellcheck: false })))
  }
  const status = make('div', { className: 'status', role: 'status' })
  const output = make('pre', { hidden: true, tabIndex: 0 })
  if (content && !content['application/json']) form.append(make('p', {}, 'This route takes a form with a file: send it with curl or a client.'))
  else form.append(make('button', { type: 'submit' }, 'Send'))
  form.append(status, output)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const button = form.querySelector('button')
    const held = document.activeElement === button
    button.disabled = true
    await send(operation, form, status, output)
    button.disabled = false
    if (held && document.activeElement === document.body) button.focus()
  })
  return form
}

function rowOf(operation) {
  const summary = make('summary', {},
    make('span', { className: 'method ' + operation.method }, operation.method),
    make('code', {}, operation.paths[0]),
    make('span', { className: 'about' }, operation.summary))
  if (!operation.security) summary.append(make('span', { className: 'open' }, 'no key needed'))
  const row = make('details', {}, summary)
  row.dataset.text = (operation.method + ' ' + operation.paths.join(' ') + ' ' + operation.summary).toLowerCase()
  row.addEventListener('toggle', () => { if (row.open && row.children.length === 1) row.append(formOf(operation)) })
  return row
}

function show(document) {
  const sections = new Map()
  for (const operation of operationsOf(document)) {
    const tag = operation.tags[0] || 'other'
    if (!sections.has(tag)) sections.set(tag, make('section', {}, make('h2', {}, tag)))
    sections.get(tag).append(rowOf(operation))
  }
  main.replaceChildren(...sections.values())
}

filter.addEventListener('input', () => {
  const words = filter.value.toLowerCase().split(/\\s+/)
  for (const row of main.querySelectorAll('details')) row.hidden = !words.every((word) => row.dataset.text.includes(word))
  for (const section of main.querySelectorAll('section')) section.hidden = !section.querySelector('details:not([hidden])')
})

fetch(base + 'openapi.json').then((answer) => answer.json()).then(show, (error) => {
  main.replaceChildren(make('p', { role: 'alert' }, 'The list of routes cannot be read: ' + error.message))
})
`
