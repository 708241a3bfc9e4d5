/** Secrets of headers and addresses leave the list for variables of its own. */
import { expect, test } from 'vitest'
import { hideValues } from '../../src/sdk/hidden-values.js'

const entry = (params: object) => ({ model_name: 'a', litellm_params: { model: 'openai/gpt-4o', ...params } })

test.each<{ name: string; given: unknown; want: unknown; variables: object }>([
  {
    name: 'a secret header becomes a variable, others stay',
    given: [entry({ extra_headers: { authorization: 'Bearer x', 'x-team': 'blue' }, headers: { 'x-api-key': 'y' } })],
    want: [
      entry({
        extra_headers: { authorization: 'os.environ/LLMGEN_ROUTER_VALUE_1', 'x-team': 'blue' },
        headers: { 'x-api-key': 'os.environ/LLMGEN_ROUTER_VALUE_2' },
      }),
    ],
    variables: { LLMGEN_ROUTER_VALUE_1: 'Bearer x', LLMGEN_ROUTER_VALUE_2: 'y' },
  },
  {
    name: 'so does an address with a password',
    given: [entry({ api_base: 'https://u:p@host/v1' }), entry({ base_url: 'https://host/v1' })],
    want: [entry({ api_base: 'os.environ/LLMGEN_ROUTER_VALUE_1' }), entry({ base_url: 'https://host/v1' })],
    variables: { LLMGEN_ROUTER_VALUE_1: 'https://u:p@host/v1' },
  },
  {
    name: 'a reference stays one',
    given: [entry({ headers: { authorization: 'os.environ/TOKEN' } })],
    want: [entry({ headers: { authorization: 'os.environ/TOKEN' } })],
    variables: {},
  },
  { name: 'what is no list is left alone', given: 'x', want: 'x', variables: {} },
  { name: 'and so is what is no entry', given: [1, {}, { litellm_params: 3 }], want: [1, {}, { litellm_params: 3 }], variables: {} },
])('$name', ({ given, want, variables }) => expect(hideValues(given)).toEqual({ modelList: want, variables }))
