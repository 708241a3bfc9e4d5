/** Whoever shares a database and counts by itself is told so: by signs of life, not by rows that are left. */
import { describe, expect, test } from 'vitest'
import { Neighbours } from '../../src/gateway/neighbours.js'

function watching(more: { readonly isOnDuty?: boolean } = {}) {
  const said: string[] = []
  const line = (level: string) => (_facts: object, message: string) => void said.push(`${level} ${message.slice(0, 36)}`)
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  const where = { countsAlone: true }
  const neighbours = new Neighbours({ log, countsAlone: () => where.countsAlone, isOnDuty: () => more.isOnDuty ?? true })
  return { neighbours, said, where }
}

const warned = 'warn 2 gateways share this database, and '
const over = 'info limits and budgets are counted in on'

describe('an instance on the same database', () => {
  test('counts once it has renewed its row, is told of once, and is gone when its row is', () => {
    const { neighbours, said } = watching()
    neighbours.note([{ id: 'b', at: '1' }])
    expect([neighbours.countingApart, said]).toEqual([0, []])
    for (const at of ['2', '3', '4']) neighbours.note([{ id: 'b', at }])
    expect([neighbours.countingApart, said]).toEqual([1, [warned]])
    neighbours.note([])
    expect([neighbours.countingApart, said]).toEqual([0, [warned, over]])
  })

  test('that a crash has ended leaves a row, which is nobody', () => {
    const { neighbours, said } = watching()
    for (let look = 0; look < 3; look++) neighbours.note([{ id: 'crashed', at: '1' }])
    expect([neighbours.countingApart, said]).toEqual([0, []])
  })

  test('is no matter where all count in one place, and is again where they no longer do', () => {
    const { neighbours, said, where } = watching()
    where.countsAlone = false
    for (const at of ['1', '2']) neighbours.note([{ id: 'b', at }])
    expect([neighbours.countingApart, said]).toEqual([0, []])
    where.countsAlone = true
    neighbours.note([{ id: 'b', at: '3' }])
    expect([neighbours.countingApart, said]).toEqual([1, [warned]])
    where.countsAlone = false
    expect(neighbours.countingApart).toBe(0)
    neighbours.note([{ id: 'b', at: '4' }])
    expect(said).toEqual([warned, over])
  })

  test('is told of by one process of a gateway, and known to all', () => {
    const { neighbours, said } = watching({ isOnDuty: false })
    for (const at of ['1', '2']) neighbours.note([{ id: 'b', at }])
    expect([neighbours.countingApart, said]).toEqual([1, []])
  })
})
