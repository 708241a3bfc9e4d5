import { expect, test } from 'vitest'
import { templateOf } from '../../../src/gateway/relay/event-template.js'
import { TemplateMemory } from '../../../src/gateway/relay/template-memory.js'

const eventWith = (members: object, content = 'word') => ({
  id: 'c-1',
  object: 'chat.completion.chunk',
  created: 1_760_000_000,
  model: 'up',
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
  ...members,
})
type Event = ReturnType<typeof eventWith>

/** A writer that counts how often it is asked: once for each template that is found out. */
function writer() {
  const written: object[] = []
  const render = (chunk: object) => {
    written.push(chunk)
    return `data: ${JSON.stringify({ ...chunk, model: 'asked' })}\n\n`
  }
  return { render, written }
}

const sampleOf = (chunk: Event, data: object = chunk) => ({ data: JSON.stringify(data), chunk })

test.each<readonly [string, Event, number]>([
  ['with the same id and time', eventWith({}), 0],
  ['with an id and a time of its own', eventWith({ id: 'c-22', created: 1_760_000_123 }), 0],
  ['with an id of signs', eventWith({ id: '$&-"$1"' }), 0],
  ['with an id that has letters beyond ASCII', eventWith({ id: 'ü' }), 1],
  ['with other text', eventWith({ id: 'c-3' }, 'an other text/with a slash'), 0],
  ['whose text has a quote', eventWith({ id: 'c-3' }, 'say "x"'), 1],
  ['whose text has letters beyond ASCII', eventWith({ id: 'c-3' }, 'Grüße'), 1],
  ['with a member more', eventWith({ system_fingerprint: 'fp' }), 1],
  ['of another model', eventWith({ model: 'other' }), 1],
  ['without an id', eventWith({ id: undefined }), 1],
])('an event %s becomes what it would become by itself', (_what, event, finding) => {
  const memory = new TemplateMemory()
  const first = writer()
  expect(memory.templateOf('k', sampleOf(eventWith({})), first.render)).toEqual(templateOf(sampleOf(eventWith({})), first.render))
  const second = writer()
  const found = memory.templateOf('k', sampleOf(event), second.render)
  expect(second.written).toHaveLength(finding)
  expect(found).toEqual(templateOf(sampleOf(event), writer().render))
  expect(found).toBeDefined()
})

test('what is asked for in another way is found out by itself', () => {
  const memory = new TemplateMemory()
  memory.templateOf('one', sampleOf(eventWith({})), writer().render)
  const other = writer()
  memory.templateOf('two', sampleOf(eventWith({ id: 'c-2' })), other.render)
  expect(other.written).toHaveLength(1)
})

test.each<readonly [string, Event, object]>([
  ['id is not the one that came', eventWith({ id: 'made-here' }), eventWith({ id: undefined })],
  ['id stands in it twice', eventWith({}), { ...eventWith({}), nested: { id: 'c-1' } }],
  ['time begins like another number', eventWith({ created: 17 }), eventWith({ created: 17.5 })],
])('nothing is kept of an event whose %s', (_what, chunk, data) => {
  const memory = new TemplateMemory()
  memory.templateOf('k', sampleOf(chunk, data), writer().render)
  const again = writer()
  memory.templateOf('k', sampleOf(chunk, data), again.render)
  expect(again.written).toHaveLength(1)
})

test('text that only a reader of escapes could tell is no proof', () => {
  const memory = new TemplateMemory()
  memory.templateOf('k', sampleOf(eventWith({})), writer().render)
  const told = sampleOf(eventWith({}, 'a/b'))
  const event = { ...told, data: told.data.replace('a/b', 'a\\/b') }
  const second = writer()
  expect(memory.templateOf('k', event, second.render)).toEqual(templateOf(event, writer().render))
  expect(second.written).toHaveLength(1)
})
