/** What happens to the simulated deployments. Seconds and milliseconds as the types say. */
import type { DeploymentSpec, Fault } from './provider.js'

export type Scenario = {
  readonly name: string
  readonly about: string
  /** Length, seconds. */
  readonly seconds: number
  /** Calls per second at a time. */
  readonly load: (second: number) => number
  readonly deployments: readonly DeploymentSpec[]
  /** Its calls are streams, whose time is that to their first content. */
  readonly streaming?: boolean
}

const usual = { startMs: 200, tokenMs: 5 }
const steady = () => 200

/** Four alike, the first with faults. */
function four(...faults: readonly Fault[]): readonly DeploymentSpec[] {
  return [0, 1, 2, 3].map((nth) => ({ ...usual, name: `d${nth}`, ...(nth === 0 && faults.length > 0 && { faults }) }))
}

export const scenarios: readonly Scenario[] = [
  { name: 'healthy', about: 'four alike, nothing happens', seconds: 60, load: steady, deployments: four() },
  {
    name: 'failing',
    about: 'one of four answers 500',
    seconds: 120,
    load: steady,
    deployments: four({ from: 20, to: 80, kind: 'errors', status: 500 }),
  },
  {
    name: 'hanging',
    about: 'one of four does not answer',
    seconds: 120,
    load: steady,
    deployments: four({ from: 20, to: 80, kind: 'hang' }),
  },
  {
    name: 'refusing',
    about: 'one of four refuses connections',
    seconds: 120,
    load: steady,
    deployments: four({ from: 20, to: 80, kind: 'refused' }),
  },
  {
    name: 'slow',
    about: 'one of four becomes five times as slow',
    seconds: 140,
    load: steady,
    deployments: four({ from: 20, to: 80, kind: 'slow', factor: 5 }),
  },
  {
    name: 'streaming',
    about: 'the same with streams, of which the time to the first content counts',
    seconds: 140,
    load: steady,
    streaming: true,
    deployments: four({ from: 20, to: 80, kind: 'slow', factor: 5 }),
  },
  {
    name: 'limited',
    about: 'four with limits of 2,400 to 9,600 requests a minute, load up to the sum of them',
    seconds: 120,
    load: (second) => 200 + 140 * Math.sin((second / 120) * Math.PI),
    deployments: [2_400, 4_800, 9_600, 7_200].map((rpm, nth) => ({ ...usual, name: `d${nth}`, rpm })),
  },
  {
    name: 'uneven',
    about: 'a cheap slow one that takes all, two usual ones, a dear fast one; each slows down when crowded',
    seconds: 90,
    load: steady,
    deployments: [
      { name: 'cheap', startMs: 400, tokenMs: 9, comfortable: 320, price: { input: 0.15, output: 0.6 } },
      { name: 'usual-1', ...usual, comfortable: 60, price: { input: 0.5, output: 1.5 } },
      { name: 'usual-2', ...usual, comfortable: 60, price: { input: 0.5, output: 1.5 } },
      { name: 'dear', startMs: 100, tokenMs: 3, comfortable: 40, price: { input: 2.5, output: 10 } },
    ],
  },
]

/** The same in `share` of the time: load and faults keep their shape. */
export function shortened(scenario: Scenario, share: number): Scenario {
  const { seconds, load, deployments } = scenario
  const sooner = (fault: Fault): Fault => ({ ...fault, from: fault.from * share, to: fault.to * share })
  return {
    ...scenario,
    seconds: seconds * share,
    load: (second) => load(second / share),
    deployments: deployments.map((each) => (each.faults === undefined ? each : { ...each, faults: each.faults.map(sooner) })),
  }
}
