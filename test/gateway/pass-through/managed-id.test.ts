/** Ids that callers get: who may use them, and that nobody else can make one. */
import { expect, test } from 'vitest'
import type { Identity } from '../../../src/gateway/identity.js'
import { IdDesk, type ManagedId } from '../../../src/gateway/pass-through/managed-id.js'

const desk = new IdDesk('salt')
const who = (keyHash: string, userId?: string, role: Identity['role'] = 'internal_user'): Identity => ({
  kind: 'key',
  role,
  keyHash,
  models: undefined,
  userId,
  teamId: undefined,
})
const id: ManagedId = { kind: 'file', place: { deployment: 'd-1' }, id: 'file-abc', owner: desk.ownerOf(who('k1', 'u1')) }

test('an id is read as it was written, by every gateway with the same secret', () => {
  const text = desk.write(id)
  expect(text).toMatch(/^file-[\w-]+$/)
  expect(new IdDesk('salt').read(text, 'file')).toEqual(id)
  const other: ManagedId = { kind: 'response', place: { provider: 'openai' }, id: 'resp_é"', owner: { key: '', user: '' } }
  expect(desk.read(desk.write(other), 'response')).toEqual(other)
})

test('an id tells nothing of what it names, and is the same each time', () => {
  const text = desk.write(id)
  expect(desk.write(id)).toBe(text)
  const inside = Buffer.from(text.slice('file-lg1'.length), 'base64url').toString('latin1')
  for (const secret of ['file-abc', 'd-1', id.owner.key, id.owner.user]) expect(inside.includes(secret)).toBe(false)
})

test('an id with one character changed, of another secret or of another kind is forged; a provider’s own is none of ours', () => {
  const text = desk.write(id)
  for (let at = 'file-lg1'.length; at < text.length; at++) {
    const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
    expect([at, desk.read(changed, 'file')]).toEqual([at, 'forged'])
  }
  expect(new IdDesk('other').read(text, 'file')).toBe('forged')
  expect(desk.read(text, 'batch')).toBe('forged')
  expect(desk.read(text.replace('file-', 'batch_'), 'batch')).toBe('forged')
  for (const changed of [
    `${text}A`,
    `${text}=`,
    text.slice(0, -1),
    `${text} `,
    `file-lg1.${text.slice(8)}`,
    text.slice(0, 30),
    'file-lg1AAAA',
  ])
    expect([changed, desk.read(changed, 'file')]).toEqual([changed, 'forged'])
  expect([desk.read('file-lg1', 'file'), desk.read('file-abc', 'file'), desk.read('', 'file')]).toEqual(['forged', undefined, undefined])
})

test('an id is for its key, its user and administrators, and tells none of them', () => {
  const { owner } = id
  const rows: readonly (readonly [Identity, boolean])[] = [
    [who('k1'), true],
    [who('k2', 'u1'), true],
    [who('k2', 'u2'), false],
    [who('k2'), false],
    [who('', undefined, 'customer'), false],
    [who('x', undefined, 'proxy_admin'), true],
    [who('x', undefined, 'proxy_admin_viewer'), false],
  ]
  for (const [caller, want] of rows)
    expect([caller.keyHash, caller.userId, caller.role, desk.mayUse(caller, owner)]).toEqual([
      caller.keyHash,
      caller.userId,
      caller.role,
      want,
    ])
  expect(desk.mayUse(who('', undefined), { key: '', user: '' })).toBe(false)
  expect(JSON.stringify(owner)).not.toMatch(/k1|u1/)
})
