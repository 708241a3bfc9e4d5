/** What would make every request outlive the small collections of V8, which then cost more than the request. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const src = fileURLToPath(new URL('../../src/', import.meta.url))

/** Files that a request may pass; the store and the routes of administrators do not count. */
const files = ['gateway', 'runtime', 'redis'].flatMap((folder) =>
  readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/^(?:store|admin)\//.test(name))
    .map((name) => join(folder, name)),
)

/** `a.b = () => …`, `a.#b ??= function …`: V8 makes such a function in the old generation, with all that it knows of. */
const assigned = /^\s*[\w.#!?]+\.#?\w+ (?:\?\?)?= (?:async )?(?:function\b|\([^()]*\)(?:: [^=]+)? =>|\w+ =>)/

describe('no function is made where it is assigned to a member: first comes a constant', () => {
  test.each([
    ['this.#leave = () => resolve(undefined)', true],
    ['notes.latest ??= async (a, b): Promise<void> => go(a)', true],
    ['held.act = function () {}', true],
    ['const leave = () => resolve(undefined)', false],
    ['this.#leave = leave', false],
    ['#leave: () => void = () => undefined', false],
  ])('%s', (line, isAssigned) => expect(assigned.test(line)).toBe(isAssigned))

  test('in no file', () => {
    expect(files.length).toBeGreaterThan(100)
    const found = files.flatMap((file) =>
      readFileSync(join(src, file), 'utf8')
        .split('\n')
        .flatMap((line, at) => (assigned.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
    )
    expect(found).toEqual([])
  })
})
