/** The routing of a Plan as a graph: names, deployments, and which name stands in for which. */
import type { Chain, Deployment, NumberSetting, Plan } from '../plan/plan.js'
import { createPattern, matchPattern } from '../runtime/wildcards.js'

/** `other` stands for every name without a chain of its own; `name` is one that only a wildcard catches; `more` is deployments left out. */
export type NodeKind = 'alias' | 'group' | 'wildcard' | 'name' | 'other' | 'deployment' | 'more'

export type GraphNode = {
  /** Unique in its graph; letters and digits. */
  readonly key: string
  readonly kind: NodeKind
  readonly label: string
  /** Second line; '' is none. */
  readonly detail: string
  /** Everything known, for whoever points at it. */
  readonly title: string
}

export type EdgeKind = 'alias' | 'serves' | 'fallback' | 'context-window' | 'content-policy' | 'default'

export type GraphEdge = {
  readonly from: string
  readonly to: string
  readonly kind: EdgeKind
  /** What is written at it; '' is nothing. */
  readonly label: string
  /** Place in a chain of several, from 1; absent where the chain has one step. */
  readonly nth?: number
}

export type Graph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] }

/** Deployments of a group drawn at most; where there are more, the last box says how many are left out. */
export const mostDrawn = 12

/** The graph of `plan`. `most` is the longest list of deployments a group shows; Infinity shows all. */
export function graphOf(plan: Plan, most: number = mostDrawn): Graph {
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  const byName = new Map<string, string>()
  const served = [
    ...plan.groups.map(({ name, deployments, strategy }) => ({ kind: 'group' as const, name, deployments, strategy })),
    ...plan.wildcards.map(({ pattern, deployments }) => ({ kind: 'wildcard' as const, name: pattern, deployments, strategy: undefined })),
  ]
  for (const [at, { kind, name, deployments, strategy }] of served.entries()) {
    const key = `g${at}`
    byName.set(name, key)
    const runs = strategy ?? plan.routing.strategy
    const detail = deployments.length === 1 ? '' : runs
    nodes.push({ key, kind, label: name, detail, title: `${name}: ${countOf(deployments.length, 'deployment')}, ${runs}` })
    addDeployments(plan, key, deployments, most, nodes, edges)
  }
  for (const [at, { name, group, hidden }] of plan.aliases.entries()) {
    const target = byName.get(group) ?? caughtBy(plan, group, byName)
    if (target === undefined) continue
    nodes.push({ key: `a${at}`, kind: 'alias', label: name, detail: '', title: `${name}: alias of ${group}${hidden ? ', hidden' : ''}` })
    edges.push({ from: `a${at}`, to: target, kind: 'alias', label: '' })
  }
  for (const [at, { name }] of plan.aliases.entries())
    if (!byName.has(name) && nodes.some(({ key }) => key === `a${at}`)) byName.set(name, `a${at}`)
  addChains(plan, byName, nodes, edges)
  return { nodes, edges }
}

function addDeployments(plan: Plan, group: string, indexes: readonly number[], most: number, nodes: GraphNode[], edges: GraphEdge[]): void {
  const all = indexes.flatMap((index) => plan.deployments[index] ?? []).toSorted((a, b) => orderOf(a) - orderOf(b))
  const drawn = all.length > most ? all.slice(0, most - 1) : all
  for (const deployment of drawn) {
    const key = `d${deployment.index}${group}`
    nodes.push({ key, kind: 'deployment', ...deploymentText(deployment) })
    edges.push({ from: group, to: key, kind: 'serves', label: steering(deployment) })
  }
  const left = all.length - drawn.length
  if (left === 0) return
  const title = all.slice(drawn.length, drawn.length + 50).map(nameOf)
  nodes.push({ key: `m${group}`, kind: 'more', label: `… and ${left} more`, detail: '', title: title.join('\n') })
  edges.push({ from: group, to: `m${group}`, kind: 'serves', label: '' })
}

function deploymentText(deployment: Deployment): Pick<GraphNode, 'label' | 'detail' | 'title'> {
  const { id, index, tags, contextWindow } = deployment
  const facts = [
    nameOf(deployment),
    `deployment ${index}, id ${id}`,
    steering(deployment),
    tags === undefined ? '' : `tags ${tags.join(', ')}`,
    contextWindow === undefined ? '' : `context window ${contextWindow}`,
  ]
  return {
    label: nameOf(deployment),
    detail: tags === undefined ? '' : `tags ${tags.join(', ')}`,
    title: facts.filter((fact) => fact !== '').join('\n'),
  }
}

function nameOf({ provider, model }: Deployment): string {
  return `${provider}/${typeof model === 'string' ? model : `$${model.env}`}`
}

/** `order 1, weight 2`, as far as the config sets them. */
function steering(deployment: Deployment): string {
  const parts = (['order', 'weight', 'rpm', 'tpm'] as const).map((key) => {
    const text = settingText(deployment[key])
    return text === '' ? '' : `${key} ${text}`
  })
  return parts.filter((part) => part !== '').join(', ')
}

function settingText(setting: NumberSetting | undefined): string {
  return setting === undefined ? '' : typeof setting === 'number' ? String(setting) : `$${setting.env}`
}

/** Those without an order come after those with one. */
function orderOf({ order }: Deployment): number {
  return typeof order === 'number' ? order : Number.MAX_SAFE_INTEGER
}

function addChains({ chains, ...plan }: Plan, byName: Map<string, string>, nodes: GraphNode[], edges: GraphEdge[]): void {
  const lists: readonly (readonly [EdgeKind, string, readonly Chain[]])[] = [
    ['fallback', 'fallback', chains.general],
    ['context-window', 'context window', chains.contextWindow],
    ['content-policy', 'content policy', chains.contentPolicy],
  ]
  const keyOf = (name: string): string => {
    const known = byName.get(name)
    if (known !== undefined) return known
    const key = `n${byName.size}`
    byName.set(name, key)
    if (name === '*')
      nodes.push({ key, kind: 'other', label: 'every other name', detail: '', title: 'every name without a chain of its own' })
    else nodes.push({ key, kind: 'name', label: name, detail: '', title: name })
    const wildcard = name === '*' ? undefined : caughtBy(plan, name, byName)
    if (wildcard !== undefined) edges.push({ from: key, to: wildcard, kind: 'alias', label: '' })
    return key
  }
  for (const [kind, word, list] of lists)
    for (const { from, to } of list) {
      const usual = kind === 'fallback' && from === '*' ? 'default' : kind
      const start = keyOf(from)
      for (const [at, step] of to.entries())
        edges.push({
          from: start,
          to: keyOf(step.group),
          kind: usual,
          label: `${usual === 'default' ? 'default fallback' : word} ${at + 1}`,
          ...(to.length > 1 && { nth: at + 1 }),
        })
    }
}

/** The wildcard that catches `name`. */
function caughtBy({ wildcards }: Pick<Plan, 'wildcards'>, name: string, byName: ReadonlyMap<string, string>): string | undefined {
  const found = wildcards.find(({ pattern }) => matchPattern(createPattern(pattern), name) !== undefined)
  return found === undefined ? undefined : byName.get(found.pattern)
}

function countOf(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`
}
