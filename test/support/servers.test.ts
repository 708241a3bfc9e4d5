import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { installRedis } from './servers.js'

/** The only folder of programs while a test runs. */
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmgen-path-'))
  vi.stubEnv('PATH', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

function program(name: string, ...lines: readonly string[]): void {
  const path = join(folder, name)
  writeFileSync(path, ['#!/bin/sh', `echo ${name} "$@" >> ${join(folder, 'log')}`, ...lines, ''].join('\n'))
  chmodSync(path, 0o755)
}

/** What a package manager does that works. */
const installs = () => `if [ "$1" = install ]; then /bin/cp ${join(folder, 'apt-get')} ${join(folder, 'redis-server')}; fi`
const called = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') : [])

describe.skipIf(process.platform === 'win32')('where redis-server is missing', () => {
  const asRoot = () => vi.spyOn(process, 'getuid').mockReturnValue(0)
  const asUser = () => vi.spyOn(process, 'getuid').mockReturnValue(1_000)

  test('nothing is installed where it is there', () => {
    program('redis-server')
    program('apt-get')
    expect([installRedis(), called()]).toEqual([undefined, ['redis-server --version']])
  })

  test('root installs it', () => {
    asRoot()
    program('apt-get', installs())
    expect([installRedis(), called()]).toEqual([
      undefined,
      ['apt-get --version', 'apt-get update', 'apt-get install -y redis-server', 'apt-get --version'],
    ])
  })

  test('a user who may, installs it', () => {
    asUser()
    program('apt-get', installs())
    program('sudo', 'shift', 'if [ "$1" != true ]; then "$@"; fi')
    expect([installRedis(), called().filter((line) => line.startsWith('sudo'))]).toEqual([
      undefined,
      ['sudo -n true', 'sudo -n apt-get update', 'sudo -n apt-get install -y redis-server'],
    ])
  })

  test.each([
    { name: 'no apt-get', make: asRoot, want: 'redis-server is not installed, and there is no apt-get to install it' },
    {
      name: 'a user who may not',
      make: () => {
        asUser()
        program('apt-get', installs())
        program('sudo', 'exit 1')
      },
      want: 'redis-server is not installed, and this user may not install it',
    },
    {
      name: 'no network',
      make: () => {
        asRoot()
        program('apt-get', '[ "$1" != update ]')
      },
      want: 'redis-server is not installed, and "apt-get update" failed',
    },
    {
      name: 'no such package',
      make: () => {
        asRoot()
        program('apt-get', '[ "$1" != install ]')
      },
      want: 'redis-server is not installed, and "apt-get install -y redis-server" failed',
    },
    {
      name: 'an installation elsewhere',
      make: () => {
        asRoot()
        program('apt-get')
      },
      want: 'redis-server is not on the path after it was installed',
    },
  ])('$name is why there is none', ({ make, want }) => {
    make()
    expect(installRedis()).toBe(want)
  })
})
