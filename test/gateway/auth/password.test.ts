/** Passwords. */
import { expect, test } from 'vitest'
import { hashPassword, isPassword } from '../../../src/gateway/auth/password.js'

test('the password of a hash is known, in either form of its letters', async () => {
  const stored = await hashPassword('pässword 1')
  expect(stored).toMatch(/^scrypt\$[\w-]{22}\$[\w-]{43}$/)
  expect(await isPassword('pässword 1', stored)).toBe(true)
  expect(await isPassword('pässword 1'.normalize('NFD'), stored)).toBe(true)
  expect(await isPassword('pässword 2', stored)).toBe(false)
  expect(await hashPassword('pässword 1')).not.toBe(stored)
})

test('what is stored is no password, and what is no hash lets nobody in', async () => {
  const stored = await hashPassword('pässword 1')
  expect(await isPassword(stored, stored)).toBe(false)
  for (const wrong of ['', 'scrypt$$', 'sha256$a$b', 'pässword 1']) expect(await isPassword('pässword 1', wrong)).toBe(false)
})
