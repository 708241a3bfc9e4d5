import { expect, test } from 'vitest'
import { afterDeath, noDeaths } from '../../../src/gateway/workers/restart-rules.js'

test.each([
  {
    name: 'one that lived long is replaced soon',
    early: 4,
    livedMs: 10_000,
    serving: 0,
    want: { do: 'restart', afterMs: 100, deaths: noDeaths },
  },
  {
    name: 'the first early death is replaced soon',
    early: 0,
    livedMs: 50,
    serving: 1,
    want: { do: 'restart', afterMs: 100, deaths: { early: 1 } },
  },
  { name: 'each further one later', early: 3, livedMs: 50, serving: 1, want: { do: 'restart', afterMs: 800, deaths: { early: 4 } } },
  { name: 'the fifth, with nobody left, is the end', early: 4, livedMs: 9_999, serving: 0, want: { do: 'give-up', early: 5 } },
  {
    name: 'while another serves there is no end',
    early: 40,
    livedMs: 50,
    serving: 1,
    want: { do: 'restart', afterMs: 10_000, deaths: { early: 41 } },
  },
])('$name', ({ early, livedMs, serving, want }) => expect(afterDeath({ early }, livedMs, serving)).toEqual(want))
