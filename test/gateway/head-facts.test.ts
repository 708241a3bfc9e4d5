/** What heads say, read once; and what is remembered with them counts for nobody else. */
import { describe, expect, test } from 'vitest'
import type { CallerRules } from '../../src/gateway/auth/caller-rules.js'
import { hashKey } from '../../src/gateway/auth/key-text.js'
import { readCallerSettings } from '../../src/gateway/caller-facts.js'
import { HeadFacts } from '../../src/gateway/head-facts.js'

const rulesWith = (tags: readonly string[]): CallerRules => ({ tags, enforcedParams: [], cacheControls: undefined, logged: undefined })

/** Members that say something. */
function told(headers: ConstructorParameters<typeof HeadFacts>[0]): object {
  const { headers: _, ...members } = new HeadFacts(headers)
  const nothing: object = { ...new HeadFacts({}) }
  return Object.fromEntries(Object.entries(members).filter(([name, value]) => value !== Reflect.get(nothing, name)))
}

describe('a head says', () => {
  const cases: readonly {
    readonly name: string
    readonly headers: { readonly [name: string]: string | string[] }
    readonly want: object
  }[] = [
    { name: 'nothing', headers: { host: 'a', 'content-length': '3', 'user-agent': 'b' }, want: {} },
    { name: 'the id of its call', headers: { 'x-litellm-call-id': 'mine-1' }, want: { callerCallId: 'mine-1' } },
    { name: 'an id that is none', headers: { 'x-litellm-call-id': 'a b' }, want: {} },
    { name: 'an id that is too long', headers: { 'x-litellm-call-id': 'a'.repeat(129) }, want: {} },
    { name: 'its session', headers: { 'x-litellm-session-id': 's', 'x-litellm-trace-id': 't' }, want: { sessionId: 's' } },
    { name: 'its trace', headers: { 'x-litellm-session-id': '', 'x-litellm-trace-id': 't' }, want: { sessionId: 't' } },
    { name: 'how its body is sent', headers: { 'transfer-encoding': '' }, want: { transferCoding: '' } },
    { name: 'how its body is packed', headers: { 'content-encoding': 'gzip' }, want: { contentCoding: 'gzip' } },
    { name: 'that its body is a form', headers: { 'content-type': 'multipart/form-data; boundary=x' }, want: { isForm: true } },
    { name: 'how long it waits', headers: { 'x-litellm-timeout': ' 1.5 ' }, want: { timeoutMs: 1_500 } },
    { name: 'times that are none', headers: { 'x-litellm-timeout': '0', 'x-litellm-num-retries': '' }, want: { writtenRetries: '' } },
    {
      name: 'how long it waits for a stream',
      headers: { 'x-litellm-stream-timeout': '2' },
      want: { streamTimeout: 2, addsMembers: true },
    },
    { name: 'its retries', headers: { 'x-litellm-num-retries': '03' }, want: { retries: 3, writtenRetries: '03' } },
    { name: 'retries that are none', headers: { 'x-litellm-num-retries': 'many' }, want: { writtenRetries: 'many' } },
    {
      name: 'its tags',
      headers: { 'x-litellm-tags': `a, ,${'b'.repeat(300)}` },
      want: { routingTags: ['a', 'b'.repeat(300)], tags: ['a', 'b'.repeat(252)], addsMembers: true },
    },
    { name: 'tags that are none', headers: { 'x-litellm-tags': '' }, want: { routingTags: [], addsMembers: true } },
    { name: 'what its row shows', headers: { 'x-litellm-spend-logs-metadata': '{"a":1}' }, want: { logged: { a: 1 } } },
    { name: 'nothing twice', headers: { 'x-litellm-call-id': ['a', 'b'], 'x-litellm-num-retries': ['1', '2'] }, want: {} },
  ]
  test.each(cases)('$name', ({ headers, want }) => expect(told(headers)).toEqual(want))
})

test('the key is looked for anew where it is looked for elsewhere', () => {
  const head = new HeadFacts({ authorization: 'Bearer sk-a', 'x-mine': 'sk-b' })
  const asked = [undefined, 'x-mine', undefined, 'x-other', undefined] as const
  expect(asked.map((only) => head.key(only))).toEqual(['sk-a', 'sk-b', 'sk-a', undefined, 'sk-a'])
  expect(new HeadFacts({}).key(undefined)).toBeUndefined()
})

test('each key has its own hash, whichever was hashed before', () => {
  const head = new HeadFacts({})
  const keys = ['sk-a', 'sk-a', 'sk-b', 'sk-a', '']
  expect(keys.map((key) => head.hashOf(key))).toEqual(keys.map(hashKey))
})

test('customer and tags are those of the settings and rules that are asked for, whatever others were before', () => {
  const headers = { 'x-litellm-tags': 'given', 'x-who': 'jane', 'x-project': 'blue', 'user-agent': 'curl/8' }
  const head = new HeadFacts(headers)
  const plain = readCallerSettings({}, { disable_add_user_agent_to_request_tags: true })
  const named = readCallerSettings({ user_header_name: 'X-Who' }, { extra_spend_tag_headers: ['X-Project'] })
  const refusing = readCallerSettings({ reject_clientside_metadata_tags: true }, {})
  const [none, team] = [rulesWith([]), rulesWith(['team', 'given'])]
  const turns = [plain, named, plain, refusing, named]
  expect(turns.map((settings) => head.customer(settings))).toEqual([undefined, 'jane', undefined, undefined, 'jane'])
  const own = ['X-Project: blue', 'User-Agent: curl', 'User-Agent: curl/8']
  expect(turns.map((settings) => head.allTags(settings, none))).toEqual([
    ['given'],
    ['given', ...own],
    ['given'],
    ['User-Agent: curl', 'User-Agent: curl/8'],
    ['given', ...own],
  ])
  expect([team, none, team].map((rules) => head.allTags(plain, rules))).toEqual([['team', 'given'], ['given'], ['team', 'given']])
  expect(head.allTags(plain, team)).toBe(head.allTags(plain, team))
})
