import { expect, test } from 'vitest'
import { createKeyCheck, masterKeyAlias } from '../../src/gateway/key-check.js'

const check = createKeyCheck('sk-right')

test('the master key is the administrator, under a name that says nothing of the key', () => {
  expect(check('sk-right')).toEqual({
    kind: 'master',
    role: 'proxy_admin',
    keyHash: masterKeyAlias,
    models: undefined,
    userId: 'default_user_id',
    teamId: undefined,
  })
})

test.each([
  [undefined, 'auth_error', /No api key passed in/],
  ['', 'auth_error', /start with "sk-"/],
  ['right', 'auth_error', /start with "sk-"/],
  ['sk-wrong', 'token_not_found_in_db', /not known here/],
  // as many bytes in fewer letters
  ['sk-rigé', 'token_not_found_in_db', /not known here/],
  ['sk-righ', 'token_not_found_in_db', /not known here/],
  ['sk-rightx', 'token_not_found_in_db', /not known here/],
  ['sk-\u0000right', 'token_not_found_in_db', /not known here/],
])('%j is refused, and not repeated', (key, type, message) => {
  expect(check(key)).toEqual({ refused: { status: 401, type, message: expect.stringMatching(message) } })
})

test('without a master key whoever calls is the administrator', () => {
  expect(createKeyCheck(undefined)(undefined)).toMatchObject({ kind: 'open', role: 'proxy_admin', keyHash: '' })
})
