/** OpenAI messages as Gemini's turns: system text, media, tool calls and their results, signatures. */
import { describe, expect, test } from 'vitest'
import { signatureOf, unknownSignature } from '../../../src/providers/gemini/signature.js'
import { body, type Loose, turns } from './support.js'

const user = (...parts: readonly object[]) => ({ role: 'user', parts })
const model = (...parts: readonly object[]) => ({ role: 'model', parts })
const hi = { role: 'user', content: 'hi' }
const call = (id: string, name: string, args = '{}', more: object = {}) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
  ...more,
})
const calls = (...list: readonly object[]) => ({ role: 'assistant', content: null, tool_calls: list })
const result = (id: string, content: unknown, more: object = {}) => ({ role: 'tool', tool_call_id: id, content, ...more })
const functionCall = (id: string, name: string, args: object = {}) => ({ functionCall: { id, name, args } })
const response = (id: string, name: string, value: object, more: object = {}) => ({
  functionResponse: { id, name, response: value, ...more },
})
const dummy = { thoughtSignature: unknownSignature }

describe('system text', () => {
  const system = [{ role: 'system', content: 'a' }, hi, { role: 'developer', content: [{ type: 'text', text: 'b' }] }]
  test('all of it is gathered', () => {
    expect(body({ messages: system })).toEqual({
      contents: [user({ text: 'hi' })],
      systemInstruction: { parts: [{ text: 'a' }, { text: 'b' }] },
    })
  })
  test('models without a system role get it in front of the first turn', () => {
    expect(body({ messages: system }, ['no-system-instruction'])).toEqual({
      contents: [user({ text: 'a' }, { text: 'b' }, { text: 'hi' })],
    })
    expect(body({ messages: system }, [], {}, { supportsSystemMessage: false })).toEqual(
      body({ messages: system }, ['no-system-instruction']),
    )
  })
  test('alone it is answered to a turn that says nothing', () => {
    expect(body({ messages: [{ role: 'system', content: 'a' }] })).toEqual({
      contents: [user({ text: '.' })],
      systemInstruction: { parts: [{ text: 'a' }] },
    })
    expect(turns([])).toEqual([user({ text: ' ' })])
  })
})

describe('turns', () => {
  const list = {
    role: 'assistant',
    content: [
      { type: 'text', text: 'x' },
      { type: 'refusal', refusal: 'no' },
    ],
  }
  test.each([
    {
      name: 'neighbours of one role are one',
      messages: [hi, hi, { role: 'assistant', content: 'a' }, { role: 'assistant', content: 'b' }],
      want: [user({ text: 'hi' }, { text: 'hi' }), model({ text: 'a' }, { text: 'b' })],
    },
    {
      name: 'empty ones are left out',
      messages: [hi, { role: 'assistant', content: '' }, { role: 'user', content: [] }],
      want: [user({ text: 'hi' })],
    },
    { name: 'lists of an assistant', messages: [hi, list], want: [user({ text: 'hi' }), model({ text: 'x' }, { text: 'no' })] },
    {
      name: 'images that the model made',
      messages: [hi, { role: 'assistant', content: '', images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } }] }],
      want: [user({ text: 'hi' }), model({ inlineData: { mimeType: 'image/png', data: 'QUJD' } })],
    },
  ])('$name', ({ messages, want }) => expect(turns(messages)).toEqual(want))
  test('a conversation that the model begins gets a turn in front under modify_params', () => {
    const messages = [{ role: 'assistant', content: 'a' }]
    expect(body({ messages })).toEqual({ contents: [model({ text: 'a' })] })
    expect(body({ messages }, [], { modifyParams: true })).toEqual({ contents: [user({ text: '.' }), model({ text: 'a' })] })
  })
  test.each([{ messages: 'x' }, { messages: [7] }])('%j is refused', (request) => {
    expect(body(request)).toMatchObject({ kind: 'bad-request', param: 'messages' })
  })
})

describe('media', () => {
  const file = (mimeType: string | undefined, fileUri: string) => ({ fileData: { ...(mimeType !== undefined && { mimeType }), fileUri } })
  const inline = (mimeType: string, data: string) => ({ inlineData: { mimeType, data } })
  const rows: readonly (readonly [string, Loose, object])[] = [
    ['an image as data', { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } }, inline('image/png', 'QUJD')],
    [
      'an image as plain text',
      { type: 'image_url', image_url: 'https://a.example/b/c.JPG?x=1' },
      file('image/jpeg', 'https://a.example/b/c.JPG?x=1'),
    ],
    ['data that is not base64', { type: 'file', file: { file_data: 'data:text/plain,gr%C3%BC%C3%9F' } }, inline('text/plain', 'Z3LDvMOf')],
    ['data with a stray %', { type: 'file', file: { file_data: 'data:,100%' } }, inline('text/plain', 'MTAwJQ==')],
    [
      'bare base64 with a type',
      { type: 'file', file: { file_data: 'QUJD', format: 'application/pdf' } },
      inline('application/pdf', 'QUJD'),
    ],
    ['bare base64 with a file name', { type: 'file', file: { file_data: 'QUJD', filename: 'a.pdf' } }, inline('application/pdf', 'QUJD')],
    [
      'an address with a type',
      { type: 'image_url', image_url: { url: 'https://a.example/x', format: 'image/webp' } },
      file('image/webp', 'https://a.example/x'),
    ],
    ['a bucket', { type: 'file', file: { file_id: 'gs://b/c.mp4' } }, file('video/mp4', 'gs://b/c.mp4')],
    ['YouTube', { type: 'video_url', video_url: { url: 'https://youtu.be/abc' } }, file('video/mp4', 'https://youtu.be/abc')],
    [
      'the Files API by name',
      { type: 'file', file: { file_id: 'files/abc', format: 'audio/mpeg' } },
      file('audio/mpeg', 'https://generativelanguage.example/v1beta/files/abc'),
    ],
    [
      'the Files API by address',
      { type: 'file', file: { file_id: 'https://generativelanguage.googleapis.com/v1beta/files/abc' } },
      file(undefined, 'https://generativelanguage.googleapis.com/v1beta/files/abc'),
    ],
    ['sound', { type: 'input_audio', input_audio: { data: 'QUJD', format: 'mp3' } }, inline('audio/mpeg', 'QUJD')],
    [
      'a cut of a video',
      { type: 'file', file: { file_id: 'gs://b/c.mp4', video_metadata: { fps: 0.5 } } },
      { ...file('video/mp4', 'gs://b/c.mp4'), videoMetadata: { fps: 0.5 } },
    ],
    ["Gemini's own part", { inlineData: { mimeType: 'image/png', data: 'QUJD' } }, inline('image/png', 'QUJD')],
  ]
  test.each(rows)('%s', (_name, part, want) => expect(turns([{ role: 'user', content: [part] }])).toEqual([user(want)]))

  test('an unknown type is refused with what to do', () => {
    const sent = turns([{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a.example/image' } }] }])
    expect(sent).toMatchObject({ kind: 'bad-request', refused: expect.stringContaining('name it as `format`') })
    expect(turns([{ role: 'user', content: [{ type: 'file', file: {} }] }])).toMatchObject({ kind: 'bad-request' })
  })

  test('detail is said by part on Gemini 3, and for all before', () => {
    const messages = [
      {
        role: 'user',
        content: ['low', 'high', 'auto'].map((detail) => ({ type: 'image_url', image_url: { url: 'gs://b/c.png', detail } })),
      },
    ]
    const plain = file('image/png', 'gs://b/c.png')
    expect(body({ messages })).toEqual({
      contents: [user(plain, plain, plain)],
      generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_HIGH' },
    })
    const level = (value: string) => ({ ...plain, mediaResolution: { level: `MEDIA_RESOLUTION_${value}` } })
    expect(body({ messages }, ['gemini-3'])).toEqual({ contents: [user(level('LOW'), level('HIGH'), plain)] })
  })
})

describe('tool calls and results', () => {
  const talk = (...messages: readonly Loose[]) => turns([hi, ...messages])
  const both = calls(call('a', 'f', '{"x":1}'), call('b', 'g'))
  const bothParts = model({ ...functionCall('a', 'f', { x: 1 }), ...dummy }, functionCall('b', 'g'))

  test('results stand in one turn, in the order of the calls, by name', () => {
    expect(talk(both, result('b', '{"y":2}'), result('a', 'text'), { role: 'user', content: 'and?' })).toEqual([
      user({ text: 'hi' }),
      bothParts,
      user(response('a', 'f', { output: 'text' }), response('b', 'g', { y: 2 })),
      user({ text: 'and?' }),
    ])
  })

  test.each([
    { name: 'an object', content: '{"y":2}', want: { y: 2 } },
    { name: 'a list', content: '[1]', want: { output: '[1]' } },
    { name: 'a number', content: '7', want: { output: '7' } },
    { name: 'nothing', content: '', want: { output: '' } },
    {
      name: 'texts',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      want: { output: 'ab' },
    },
    { name: 'an object in a list', content: [{ type: 'text', text: '{"y":2}' }], want: { y: 2 } },
  ])('$name as a result', ({ content, want }) => {
    expect(talk(calls(call('a', 'f')), result('a', content))).toEqual([
      user({ text: 'hi' }),
      model({ ...functionCall('a', 'f'), ...dummy }),
      user(response('a', 'f', want)),
    ])
  })

  test('system text between results leaves them together', () => {
    expect(turns([hi, both, result('a', 'x'), { role: 'system', content: 's' }, result('b', 'y')])).toEqual([
      user({ text: 'hi' }),
      bothParts,
      user(response('a', 'f', { output: 'x' }), response('b', 'g', { output: 'y' })),
    ])
  })

  test('a failed tool says so', () => {
    const sent = talk(calls(call('a', 'f')), result('a', '{"y":2}', { is_error: true }))
    expect(sent).toContainEqual(user(response('a', 'f', { error: '{"y":2}' })))
  })

  test('media go inside a result on Gemini 3, and behind it before', () => {
    const image = { inlineData: { mimeType: 'image/png', data: 'QUJD' } }
    const content = [
      { type: 'text', text: 'see' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD', detail: 'high' } },
    ]
    const messages = [hi, calls(call('a', 'f')), result('a', content)]
    expect(turns(messages)).toContainEqual(user(response('a', 'f', { output: 'see' }), image))
    expect(turns(messages, ['gemini-3'])).toContainEqual(user(response('a', 'f', { output: 'see' }, { parts: [image] })))
    const only = [hi, calls(call('a', 'f')), result('a', content.slice(1))]
    expect(turns(only, ['gemini-3'])).toContainEqual(user(response('a', 'f', {}, { parts: [image] })))
  })

  test('a result that nothing called is refused, unless it names its function', () => {
    expect(talk(result('zzz', 'x'))).toMatchObject({ kind: 'bad-request', refused: expect.stringContaining('"zzz"') })
    expect(talk(result('zzz', 'x', { name: 'f' }))).toEqual([user({ text: 'hi' }), user(response('zzz', 'f', { output: 'x' }))])
  })

  test('functions of old', () => {
    const sent = talk(
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"x":1}' } },
      { role: 'function', name: 'f', content: 'r' },
    )
    const id = expect.stringMatching(/^call_\w{12}$/)
    expect(sent).toEqual([
      user({ text: 'hi' }),
      model({ functionCall: { id, name: 'f', args: { x: 1 } }, ...dummy }),
      user({ functionResponse: { id, name: 'f', response: { output: 'r' } } }),
    ])
  })

  test.each([
    ['{"x":', { input: '{"x":' }],
    ['[1]', { input: [1] }],
    ['', {}],
    [undefined, {}],
  ])('%j as arguments', (args, want) => {
    const sent = talk(calls({ id: 'a', type: 'function', function: { name: 'f', arguments: args } }))
    expect(sent).toEqual([
      user({ text: 'hi' }),
      model({ ...functionCall('a', 'f'), functionCall: { id: 'a', name: 'f', args: want }, ...dummy }),
    ])
  })

  test("other vendors' ids become ids that hold on call and result", () => {
    const id = 'functions.f:0'
    const sent = JSON.stringify(talk(calls(call(id, 'f')), result(id, 'x')))
    const [, first, second] = /"id":"([\w-]{1,64})".*"id":"([\w-]{1,64})"/.exec(sent) ?? []
    expect(first).toBe(second)
    expect(first).toContain('functions_f_0')
  })
})

describe('signatures', () => {
  test.each([
    { where: 'in the id', given: call('a__thought__c2ln+/==', 'f') },
    { where: "in LiteLLM's fields", given: call('a', 'f', '{}', { provider_specific_fields: { thought_signature: 'c2ln+/==' } }) },
    {
      where: "where Google's OpenAI-compatible door puts it",
      given: call('a', 'f', '{}', { extra_content: { google: { thought_signature: 'c2ln+/==' } } }),
    },
  ])('$where comes back on the call', ({ given }) => {
    expect(signatureOf(given)).toBe('c2ln+/==')
    const sent = turns([hi, calls(given, call('b', 'g')), result(given.id, 'x'), result('b', 'y')])
    expect(sent).toEqual([
      user({ text: 'hi' }),
      model({ ...functionCall('a', 'f'), thoughtSignature: 'c2ln+/==' }, functionCall('b', 'g')),
      user(response('a', 'f', { output: 'x' }), response('b', 'g', { output: 'y' })),
    ])
  })

  test('the parts of an answer come back whole as long as the caller left it alone', () => {
    const parts = [
      { executableCode: { code: '1' }, thoughtSignature: 's' },
      { text: 'one', thoughtSignature: 't' },
    ]
    const message = (content: string) => ({ role: 'assistant', content, provider_specific_fields: { content_parts: parts } })
    expect(turns([hi, message('one')])).toEqual([user({ text: 'hi' }), model(...parts)])
    expect(turns([hi, message('two')])).toEqual([user({ text: 'hi' }), model({ text: 'two' })])
  })
})
