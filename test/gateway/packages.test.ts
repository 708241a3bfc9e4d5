/** What a gateway takes beside the package itself is optional: nothing of it is loaded before it is needed, and what is missing is named. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ts } from 'ts-morph'
import { describe, expect, test } from 'vitest'
import { MissingPackageError } from '../../src/gateway/packages.js'
import { allRoutes, routes, routesFor } from '../../src/gateway/routes-for.js'

const src = fileURLToPath(new URL('../../src/', import.meta.url))
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** Specifiers that a file imports for their values as it is loaded. */
function importsOf(path: string): readonly string[] {
  const tree = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022)
  return tree.statements.flatMap((each) => {
    const names = ts.isImportDeclaration(each) || ts.isExportDeclaration(each) ? each.moduleSpecifier : undefined
    return names !== undefined && ts.isStringLiteral(names) && !isTypeOnly(each) ? [names.text] : []
  })
}

function isTypeOnly(each: ts.Statement): boolean {
  if (ts.isExportDeclaration(each)) return each.isTypeOnly
  if (!ts.isImportDeclaration(each) || each.importClause === undefined) return false
  const { name, namedBindings, phaseModifier } = each.importClause
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  )
}

/** Packages that loading a file loads, each with the file that does. */
function loadedBy(entry: string): readonly string[] {
  const seen = new Set([join(src, entry)])
  const found: string[] = []
  for (const path of seen) {
    for (const specifier of importsOf(path)) {
      const target = resolve(dirname(path), specifier.replace(/\.js$/, '.ts'))
      if (specifier.startsWith('.') && existsSync(target)) seen.add(target)
      else if (!specifier.startsWith('.') && !specifier.startsWith('node:')) found.push(`${specifier} by ${relative(src, path)}`)
    }
  }
  expect(seen.size).toBeGreaterThan(4)
  return found
}

describe('loaded at once', () => {
  const optional = Object.keys({ ...manifest.optionalDependencies, ...manifest.peerDependencies })
  const isOptional = (found: string) => optional.some((name) => found.startsWith(`${name} `) || found.startsWith(`${name}/`))

  test.each(['gateway/index.ts', 'cli/serve.ts', 'cli/serve-worker.ts', 'cli/main.ts'])('by %s is no optional package', (entry) => {
    expect(loadedBy(entry).filter(isOptional)).toEqual([])
  })

  test('by the list of all routes is what queries are written with', () => {
    expect(loadedBy('gateway/routes.ts').filter(isOptional)).toContainEqual('drizzle-orm by gateway/store/models.ts')
  })
})

test('routes that need no store are the first part of all, and none of the administration', async () => {
  const all = await allRoutes()
  expect(all.filter((route) => routes.includes(route))).toEqual(routes)
  const more = all.filter((route) => !routes.includes(route))
  expect(more.length).toBeGreaterThan(90)
  expect(more.filter(({ callType }) => callType !== undefined)).toEqual([])
  expect(await routesFor(false)).toBe(all)
})

test('a package that is missing is named, with the command that installs it and all that may be missing too', () => {
  expect(new MissingPackageError('pg', undefined).message).toBe(
    'llmgen serve needs the package "pg", which is not installed: npm install pg. It is an optional dependency, as are all that a ' +
      'gateway takes (fastify, @fastify/multipart, pino, drizzle-orm, pg, @electric-sql/pglite): install without --omit=optional to have them all',
  )
  expect(['light-my-request', ...'fastify @fastify/multipart pino drizzle-orm pg @electric-sql/pglite'.split(' ')].sort()).toEqual(
    Object.keys(manifest.optionalDependencies).sort(),
  )
})
