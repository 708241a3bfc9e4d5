/** Tag routing: a tagged request is for the deployments that have its tags, an untagged one for the `default` pool. */
import type { Check, Feature } from '../feature.js'
import type { GroupRuntime } from '../routing-table.js'
import { needsOf } from '../tokens/needs.js'

/** The tag of the pool that serves untagged requests, and tagged ones that no deployment has a tag for. LiteLLM's word. */
const pool = 'default'

/**
 * `enable_tag_filtering`. Asked before health, so that a tagged deployment at rest is one that is not available.
 * Differs: LiteLLM looks at tags after cooldowns, so that there such a call ends with 401 "not allowed".
 */
export const tagRouting: Feature = ({ plan }) => {
  const match = plan.routing.tags ?? 'any'
  const tagsOf = plan.deployments.map(({ tags }) => new Set(tags))

  const admittedBy = (group: GroupRuntime, tags: readonly string[]): Uint8Array | undefined => {
    const isMeant = (index: number) => matches(tagsOf[index], tags, match)
    const isPooled = (index: number) => tagsOf[index]?.has(pool) === true
    if (tags.length > 0 && group.deployments.some(isMeant)) return mark(group, isMeant)
    if (group.deployments.some(isPooled)) return mark(group, isPooled)
    return tags.length === 0 ? undefined : mark(group, () => false)
  }

  const check: Check = (run, index) => {
    const { group } = run.current
    const { notes, tags } = needsOf(run)
    if (notes.admitted?.group !== group) notes.admitted = { group, by: admittedBy(group, tags) }
    return notes.admitted.by === undefined || notes.admitted.by[index] === 1 ? undefined : 'tags'
  }

  return {
    // A deployment called by its id is meant, whatever its tags. In a group without tags only a tagged request is turned away.
    check: (_engine, group) => (group.pinned ? undefined : check),
    obstacle: (run, index, now) => {
      if (run.current.group.pinned || check(run, index, now) === undefined) return undefined
      const tags = [...(tagsOf[index] ?? [])]
      return { until: undefined, detail: tags.length === 0 ? 'has no tags' : `has ${tags.join(', ')}` }
    },
  }
}

function matches(own: ReadonlySet<string> | undefined, tags: readonly string[], match: 'any' | 'all'): boolean {
  if (own === undefined) return false
  return match === 'any' ? tags.some((tag) => own.has(tag)) : tags.every((tag) => own.has(tag))
}

function mark({ deployments }: GroupRuntime, isAdmitted: (index: number) => boolean): Uint8Array {
  const marks = new Uint8Array(Math.max(...deployments) + 1)
  for (const index of deployments) if (isAdmitted(index)) marks[index] = 1
  return marks
}
