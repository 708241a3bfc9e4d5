/** Labels of metrics about requests: LiteLLM's names, and where each value comes from. */
import type { CallRecord } from '../call-record.js'
import type { Place } from './places.js'

/** A request as labels see it. */
export type Labelled = { readonly record: CallRecord; readonly place: Place; readonly requested: string }

type Label = (of: Labelled) => string

/** Every label but those of tags. */
const labels: ReadonlyMap<string, Label> = new Map<string, Label>([
  ['requested_model', ({ requested }) => requested],
  ['model_group', ({ place, requested }) => place.group || requested],
  ['model', ({ place }) => place.model],
  ['litellm_model_name', ({ place }) => place.model],
  ['api_provider', ({ place }) => place.provider],
  ['api_base', ({ place }) => place.apiBase],
  ['model_id', ({ place }) => place.id],
  ['status_code', ({ record }) => String(statusOf(record))],
  ['exception_status', ({ record }) => String(statusOf(record))],
  ['exception_class', ({ record }) => record.problem?.type ?? ''],
  ['route', ({ record }) => record.route],
  ['stream', ({ record }) => String(record.streamed === true)],
  ['team', ({ record }) => record.identity?.teamId ?? ''],
  ['hashed_api_key', ({ record }) => record.identity?.keyHash ?? ''],
  ['user', ({ record }) => record.identity?.userId ?? ''],
  ['end_user', ({ record }) => record.endUser ?? ''],
])

/** Names of {@link labels}, for checks of what a config asks for. */
export const labelNames: readonly string[] = [...labels.keys()]

/** The status for statistics: 499 for a caller who left, and that of the error for a stream that broke off behind its 200. */
export function statusOf({ status, end, problem }: CallRecord): number {
  return end === 'left' ? 499 : (problem?.status ?? status)
}

/** What reads the value of a label. */
export function labelOf(name: string, tags: ReadonlyMap<string, RegExp>): Label {
  const tag = tags.get(name)
  if (tag !== undefined) return ({ record }) => String(record.tags?.some((each) => tag.test(each)) === true)
  return labels.get(name) ?? (() => '')
}

/** Labels of `custom_prometheus_tags`: `tag_prod`, `tag_User_Agent__RooCode__`. */
export function tagLabels(tags: readonly string[]): ReadonlyMap<string, RegExp> {
  return new Map(
    tags.map((tag) => {
      const literal = tag.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      return [`tag_${tag.replace(/\W/g, '_')}`, new RegExp(`^${literal.join('.*')}$`, 's')] as const
    }),
  )
}

/** What a label's value depends on, for the tree that finds the series of a request. Deployments stand for all that is theirs. */
export type Dimension = (record: CallRecord) => unknown

const ofDeployment: Dimension = ({ meta }) => meta?.deploymentId
const dimensions: ReadonlyMap<string, Dimension> = new Map<string, Dimension>([
  ['status_code', statusOf],
  ['exception_status', statusOf],
  ['exception_class', ({ problem }) => problem?.type],
  ['route', ({ route }) => route],
  ['stream', ({ streamed }) => streamed],
  ['team', ({ identity }) => identity?.teamId],
  ['hashed_api_key', ({ identity }) => identity?.keyHash],
  ['user', ({ identity }) => identity?.userId],
  ['end_user', ({ endUser }) => endUser],
])

/** The dimensions of these labels, each once, but the name that was asked for. */
export function dimensionsOf(names: ReadonlySet<string>, tags: ReadonlyMap<string, RegExp>): readonly Dimension[] {
  const own = [...names].map((name): Dimension => {
    const tag = tags.get(name)
    if (tag !== undefined) return ({ tags: given }) => given?.some((each) => tag.test(each)) === true
    return dimensions.get(name) ?? ofDeployment
  })
  return [...new Set<Dimension>([({ end }) => end, ofDeployment, ...own])]
}
