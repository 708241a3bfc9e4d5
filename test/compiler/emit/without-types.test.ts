/** A template as JavaScript and as declarations. */
import { expect, test } from 'vitest'
import { tsMorph } from '../../../src/compiler/emit/ts-morph.js'
import { toDeclarations, toJavaScript } from '../../../src/compiler/emit/without-types.js'

const template = `/** What it is. */

import type { C } from 'c'
import { make } from 'a'
import type { A, B } from 'b'
// hole: imports
import { value } from './c.js'

export { value } from './c.js'
export type * from './types.js'

export interface Gone {
  a: string
}
type AlsoGone = string

/** Makes one. */
export function create(options?: A): B {
  return make<Map<A, B>>({ value, /* kept */ options })
}

/** The one. */
export const one: B = /* @__PURE__ */ make(() => create())
`
const open = () => new tsMorph.Project({ useInMemoryFileSystem: true }).createSourceFile('/a.ts', template)

test('JavaScript keeps values and comments', () => {
  const file = open()
  toJavaScript(file)
  expect(file.getFullText()).toBe(`/** What it is. */

import { make } from 'a'
// hole: imports
import { value } from './c.js'

export { value } from './c.js'

/** Makes one. */
export function create(options) {
  return make({ value, /* kept */ options })
}

/** The one. */
export const one = /* @__PURE__ */ make(() => create())
`)
})

test('declarations keep exported names, types and comments', () => {
  const file = open()
  toDeclarations(file)
  expect(file.getFullText()).toBe(`/** What it is. */

import type { C } from 'c'
import type { A, B } from 'b'
// hole: imports
export { value } from './c.js'
export type * from './types.js'

export interface Gone {
  a: string
}
type AlsoGone = string

/** Makes one. */
export declare function create(options?: A): B;

/** The one. */
export declare const one: B
`)
})
