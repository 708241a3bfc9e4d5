/** OpenAI requests as bodies of generateContent: parameters, tools, structured output, thinking. */
import { describe, expect, test } from 'vitest'
import type { ModelFlag } from '../../../src/plan/plan.js'
import { unknownCapabilities } from '../../support/plan.js'
import { added, body, type Loose } from './support.js'

/** Rows as objects; flags are none where a row names none. */
function named<Want>(rows: readonly (readonly [name: string, request: Loose, want: Want, flags?: readonly ModelFlag[]])[]) {
  return rows.map(([name, request, want, flags = []]) => ({ name, request, want, flags }))
}
const config = (generationConfig: object) => ({ generationConfig })
const schema = {
  type: 'object',
  properties: { n: { type: ['integer', 'null'], minimum: 1 } },
  required: ['n'],
  additionalProperties: false,
}
const format = { type: 'json_schema', json_schema: { name: 'x', schema } }
const tool = (name: string, more: object = {}) => ({ type: 'function', function: { name, parameters: schema, ...more } })
const declared = (...names: readonly string[]) => ({ functionDeclarations: names.map((name) => ({ name, parametersJsonSchema: schema })) })
const calling = (mode: string, more: object = {}) => ({ toolConfig: { functionCallingConfig: { mode, ...more } } })

describe('parameters', () => {
  test.each(
    named<Loose>([
      ['sampling', { temperature: 1.6, top_p: 0.9, top_k: 3, seed: 7 }, config({ temperature: 1.6, topP: 0.9, topK: 3, seed: 7 })],
      ['the newer token limit', { max_tokens: 5, max_completion_tokens: 9 }, config({ maxOutputTokens: 9 })],
      ['stop', { stop: ['a', '', 'b'] }, config({ stopSequences: ['a', 'b'] })],
      ['one stop', { stop: 'a' }, config({ stopSequences: ['a'] })],
      ['several answers', { n: 3 }, config({ candidateCount: 3 })],
      ['penalties', { presence_penalty: -1, frequency_penalty: 0.5 }, config({ presencePenalty: -1, frequencyPenalty: 0.5 })],
      [
        'token probabilities, whose names change places',
        { logprobs: true, top_logprobs: 2 },
        config({ responseLogprobs: true, logprobs: 2 }),
      ],
      ['modalities', { modalities: ['text', 'image'] }, config({ responseModalities: ['TEXT', 'IMAGE'] })],
      [
        'a voice',
        { audio: { voice: 'Kore', format: 'pcm16' } },
        config({ responseModalities: ['AUDIO'], speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } } }),
      ],
      ['what says nothing', { n: 1, store: true, user: 'u', logprobs: false, parallel_tool_calls: true, service_tier: 'flex' }, {}],
      ['nulls', { temperature: null, stop: null, tools: null, thinking: null }, {}],
      [
        "Gemini's own",
        { safety_settings: [{ category: 'c', threshold: 't' }], cached_content: 'cachedContents/1', labels: { a: 'b' } },
        {
          safetySettings: [{ category: 'c', threshold: 't' }],
          cachedContent: 'cachedContents/1',
          labels: { a: 'b' },
        },
      ],
      [
        "Gemini's own settings",
        { response_modalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9' } },
        config({ responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9' } }),
      ],
      ['generationConfig, which is joined', { temperature: 1, generation_config: { topK: 4 } }, config({ temperature: 1, topK: 4 })],
      [
        'extra_body, which is joined',
        { seed: 1, extra_body: { generationConfig: { audioTimestamp: true }, serviceTier: 'flex' } },
        { ...config({ seed: 1, audioTimestamp: true }), serviceTier: 'flex' },
      ],
    ]),
  )('$name', ({ request, want, flags }) => expect(added(request, flags)).toEqual(want))

  test.each(
    named<string>([
      ['logit_bias', { logit_bias: { 1: 2 } }, 'logit_bias'],
      ['prediction', { prediction: { type: 'content', content: 'x' } }, 'prediction'],
      ['more than five stops', { stop: ['1', '2', '3', '4', '5', '6'] }, 'stop'],
      ['another sound format', { audio: { voice: 'Kore', format: 'mp3' } }, 'audio'],
      ['penalties on Gemini 3', { presence_penalty: 1 }, 'presence_penalty', ['gemini-3']],
      ['penalties on models without', { frequency_penalty: 1 }, 'frequency_penalty', ['no-penalties']],
      ['one call at a time', { tools: [tool('a'), tool('b')], parallel_tool_calls: false }, 'parallel_tool_calls'],
      ['a custom tool', { tools: [{ type: 'custom', custom: { name: 'x' } }] }, 'tools'],
      ['a tool of another vendor', { tools: [{ type: 'mcp', server_url: 'u' }] }, 'tools'],
    ]),
  )('$name is refused by name, or dropped', ({ request, want, flags }) => {
    expect(added(request, flags)).toEqual({ kind: 'unsupported-params', param: want, refused: expect.stringContaining(`\`${want}\``) })
    expect(JSON.stringify(body(request, flags, { dropParams: true }))).not.toMatch(/logit|prediction|stop|Penalty|voice|custom|mcp/)
  })

  test('a model that is known not to reason takes no effort, but takes "none"', () => {
    const deployment = { capabilities: { ...unknownCapabilities, reasoning: 'no' as const } }
    expect(added({ reasoning_effort: 'low' }, [], {}, deployment)).toMatchObject({ param: 'reasoning_effort' })
    expect(added({ thinking: { type: 'enabled', budget_tokens: 9 } }, [], {}, deployment)).toMatchObject({ param: 'thinking' })
    expect(added({ reasoning_effort: 'none' }, [], {}, deployment)).toEqual({})
  })

  test('what a deployment drops is not sent, and the caller keeps it', () => {
    const request = { seed: 1, tools: [tool('a', { description: 'd' })] }
    const sent = added(request, [], {}, { additionalDropParams: ['seed', 'tools[*].function.description'] })
    expect(sent).toEqual({ tools: [declared('a')] })
    expect(request.tools).toEqual([tool('a', { description: 'd' })])
  })

  test('names of prototypes are no members', () => {
    const sent = body(JSON.parse('{"__proto__":{"x":1},"extra_body":{"__proto__":{"y":1}}}'))
    expect(Object.keys(sent)).toEqual(['contents'])
  })
})

describe('tools', () => {
  test.each(
    named<Loose>([
      ['functions share one entry', { tools: [tool('a'), tool('b')] }, { tools: [declared('a', 'b')] }],
      [
        'a function without parameters',
        { tools: [{ type: 'function', function: { name: 'a', description: 'd' } }] },
        {
          tools: [{ functionDeclarations: [{ name: 'a', description: 'd' }] }],
        },
      ],
      [
        'hosted tools have an entry each',
        { tools: [tool('a'), { googleSearch: {} }, { code_execution: {} }] },
        {
          tools: [declared('a'), { googleSearch: {} }, { codeExecution: {} }],
        },
      ],
      [
        "other vendors' hosted tools",
        { tools: [{ type: 'web_search_preview' }, { type: 'code_interpreter', container: {} }] },
        {
          tools: [{ googleSearch: {} }, { codeExecution: {} }],
        },
      ],
      ['web search', { web_search_options: {} }, { tools: [{ googleSearch: {} }] }],
      [
        'functions of old',
        { functions: [{ name: 'a', parameters: schema }], function_call: { name: 'a' } },
        {
          tools: [declared('a')],
          ...calling('ANY', { allowedFunctionNames: ['a'] }),
        },
      ],
      ['auto', { tools: [tool('a')], tool_choice: 'auto' }, { tools: [declared('a')], ...calling('AUTO') }],
      ['required', { tools: [tool('a')], tool_choice: 'required' }, { tools: [declared('a')], ...calling('ANY') }],
      ['none', { tools: [tool('a')], tool_choice: 'none' }, { tools: [declared('a')], ...calling('NONE') }],
      [
        'one function',
        { tools: [tool('a')], tool_choice: { type: 'function', function: { name: 'a' } } },
        {
          tools: [declared('a')],
          ...calling('ANY', { allowedFunctionNames: ['a'] }),
        },
      ],
      [
        'some that must',
        {
          tools: [tool('a'), tool('b')],
          tool_choice: {
            type: 'allowed_tools',
            allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'b' } }] },
          },
        },
        {
          tools: [declared('a', 'b')],
          ...calling('ANY', { allowedFunctionNames: ['b'] }),
        },
      ],
      [
        'some that may',
        {
          tools: [tool('a'), tool('b')],
          tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'function', name: 'b' }] } },
        },
        {
          tools: [declared('b')],
          ...calling('AUTO'),
        },
      ],
      ['strict', { tools: [tool('a', { strict: true })] }, { tools: [declared('a')], ...calling('VALIDATED') }],
      [
        'strict and forced',
        { tools: [tool('a', { strict: true })], tool_choice: 'required' },
        { tools: [declared('a')], ...calling('ANY') },
      ],
      ['a choice without functions', { tools: [{ googleSearch: {} }], tool_choice: 'auto' }, { tools: [{ googleSearch: {} }] }],
      [
        'settings of the vendor beside the choice',
        { tools: [tool('a')], tool_choice: 'auto', tool_config: { include_server_side_tool_invocations: true } },
        {
          tools: [declared('a')],
          toolConfig: { functionCallingConfig: { mode: 'AUTO' }, includeServerSideToolInvocations: true },
        },
      ],
    ]),
  )('$name', ({ request, want }) => expect(added(request)).toEqual(want))

  test('models without JSON Schema get the OpenAPI subset', () => {
    const parameters = { type: 'object', properties: { n: { type: 'integer', nullable: true, minimum: 1 } }, required: ['n'] }
    expect(added({ tools: [tool('a', { strict: true })] }, ['openapi-schema'])).toEqual({
      tools: [{ functionDeclarations: [{ name: 'a', parameters }] }],
    })
    expect(added({ response_format: format }, ['openapi-schema'])).toEqual(
      config({ responseMimeType: 'application/json', responseSchema: parameters }),
    )
  })
})

describe('structured output', () => {
  const json = { responseMimeType: 'application/json' }
  const words = (text: string) => ({ systemInstruction: { parts: [{ text: expect.stringContaining(text) }] } })
  test.each(
    named<Loose>([
      ['text', { response_format: { type: 'text' } }, {}],
      ['JSON mode', { response_format: { type: 'json_object' } }, config(json)],
      ['a schema', { response_format: format }, config({ ...json, responseJsonSchema: schema })],
      [
        "LiteLLM's schema",
        { response_format: { type: 'json_object', response_schema: schema } },
        config({ ...json, responseJsonSchema: schema }),
      ],
      ['a schema beside functions', { response_format: format, tools: [tool('a')] }, { tools: [declared('a')], ...words('"minimum":1') }],
      [
        'JSON mode beside functions',
        { response_format: { type: 'json_object' }, tools: [tool('a')] },
        { tools: [declared('a')], ...words('one JSON object') },
      ],
      [
        'a schema beside functions on Gemini 3',
        { response_format: format, tools: [tool('a')] },
        { tools: [declared('a')], ...config({ ...json, responseJsonSchema: schema }) },
        ['gemini-3'],
      ],
      [
        'a schema beside a search',
        { response_format: format, tools: [{ googleSearch: {} }] },
        { tools: [{ googleSearch: {} }], ...config({ ...json, responseJsonSchema: schema }) },
      ],
    ]),
  )('$name', ({ request, want, flags }) => expect(added(request, flags)).toEqual(want))
})

describe('thinking', () => {
  const three = ['gemini-3'] as const
  test.each(
    named<Loose | undefined>([
      ['nothing asked', {}, undefined],
      ['minimal', { reasoning_effort: 'minimal' }, { includeThoughts: true, thinkingBudget: 512 }],
      ['low', { reasoning_effort: 'low' }, { includeThoughts: true, thinkingBudget: 1024 }],
      ['medium', { reasoning_effort: 'medium' }, { includeThoughts: true, thinkingBudget: 2048 }],
      ['high', { reasoning_effort: { effort: 'high', summary: 'auto' } }, { includeThoughts: true, thinkingBudget: 4096 }],
      ['max', { reasoning_effort: 'max' }, { includeThoughts: true, thinkingBudget: 24_576 }],
      ['none', { reasoning_effort: 'none' }, { includeThoughts: false, thinkingBudget: 0 }],
      ['none where it cannot be', { reasoning_effort: 'none' }, { includeThoughts: false, thinkingBudget: 128 }, ['thinking-always']],
      ['a budget', { thinking: { type: 'enabled', budget_tokens: 3000 } }, { includeThoughts: true, thinkingBudget: 3000 }],
      ['as it likes', { thinking: { type: 'adaptive' } }, { includeThoughts: true }],
      ['disabled', { thinking: { type: 'disabled' } }, { includeThoughts: false, thinkingBudget: 0 }],
      ['minimal on Gemini 3', { reasoning_effort: 'minimal' }, { includeThoughts: true, thinkingLevel: 'LOW' }, three],
      [
        'minimal on Gemini 3 Flash',
        { reasoning_effort: 'minimal' },
        { includeThoughts: true, thinkingLevel: 'MINIMAL' },
        [...three, 'effort-minimal'],
      ],
      ['medium on Gemini 3', { reasoning_effort: 'medium' }, { includeThoughts: true, thinkingLevel: 'MEDIUM' }, three],
      [
        'medium on Gemini 3 Pro',
        { reasoning_effort: 'medium' },
        { includeThoughts: true, thinkingLevel: 'HIGH' },
        [...three, 'no-effort-medium'],
      ],
      ['xhigh on Gemini 3', { reasoning_effort: 'xhigh' }, { includeThoughts: true, thinkingLevel: 'HIGH' }, three],
      ['none on Gemini 3', { reasoning_effort: 'none' }, { includeThoughts: false, thinkingLevel: 'LOW' }, three],
      [
        'a budget on Gemini 3',
        { thinking: { type: 'enabled', budget_tokens: 6000 } },
        { includeThoughts: true, thinkingLevel: 'MEDIUM' },
        three,
      ],
      ['as it likes on Gemini 3', { thinking: { type: 'adaptive' } }, { includeThoughts: true }, three],
    ]),
  )('$name', ({ request, want, flags }) =>
    expect(added(request, flags)).toEqual(want === undefined ? {} : config({ thinkingConfig: want })),
  )
})
