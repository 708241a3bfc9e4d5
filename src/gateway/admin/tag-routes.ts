/** `/tag/…`: tags with a description, models and a budget of their own. */
import type { Route } from '../route.js'
import { TakenError } from '../store/sql-error.js'
import { addTag, changeTag, deleteTag, lockedTag, tagsBy } from '../store/tags.js'
import { adminRoute, audit, type Desk, defined, noSuch, refused } from './admin-route.js'
import { type Fields, readBody } from './body.js'
import { budgetFields } from './limit-fields.js'
import { attach, reattach } from './own-budget.js'
import { showTag } from './shown.js'

const tags = ['tags']
const table = 'LiteLLM_TagTable'

const fields = {
  name: { is: 'id', required: true },
  description: 'text',
  models: 'texts',
  budget_id: 'id',
  ...budgetFields,
} as const satisfies Fields

function readTag(desk: Desk) {
  const values = readBody(desk.call, fields)
  const models = values.models === undefined ? undefined : [...(values.models ?? [])]
  return { values, name: values.name, columns: defined({ description: values.description, models }) }
}

export const newTag: Route = adminRoute({
  method: 'POST',
  paths: ['/tag/new'],
  access: 'admin',
  summary: 'Makes a tag, with a budget if limits are given.',
  tags,
  example: { name: 'batch-jobs', max_budget: 50, budget_duration: '1mo' },
  answer: async (desk) => {
    const { values, name, columns } = readTag(desk)
    const tag = await desk.store.connection
      .transaction(async (db) => {
        await addTag(db, {
          tagName: name,
          ...columns,
          ...(await attach(desk, db, values.budget_id ?? undefined, values)),
          createdBy: desk.by,
        })
        return recorded(desk, db, name, 'created')
      })
      .catch((error: unknown) => {
        throw error instanceof TakenError ? refused(`there is a tag "${name}" already`, 'name') : error
      })
    await desk.store.tell({ kind: 'tag', id: name })
    return { message: `Tag ${name} created successfully`, tag }
  },
})

export const updateTag: Route = adminRoute({
  method: 'POST',
  paths: ['/tag/update'],
  access: 'admin',
  summary: 'Changes the given fields of a tag; null clears.',
  tags,
  example: { name: 'batch-jobs', max_budget: 100 },
  answer: async (desk) => {
    const { values, name, columns } = readTag(desk)
    const tag = await desk.store.connection.transaction(async (db) => {
      const before = await lockedTag(db, name)
      if (before === undefined) throw noSuch('tag', name, 'name')
      await changeTag(db, name, { ...columns, ...(await reattach(desk, db, before.budget, values.budget_id, values)) })
      return recorded(desk, db, name, 'updated')
    })
    await desk.store.tell({ kind: 'tag', id: name })
    return { message: `Tag ${name} updated successfully`, tag }
  },
})

async function recorded(desk: Desk, db: Desk['db'], name: string, action: 'created' | 'updated') {
  const [after] = await tagsBy(db, [name])
  if (after === undefined) throw noSuch('tag', name, 'name')
  const shown = showTag(after, desk)
  await audit(desk, db, { action, table, id: name, after: shown })
  return shown
}

export const tagInfo: Route = adminRoute({
  method: 'POST',
  paths: ['/tag/info'],
  access: 'admin-read',
  summary: 'Shows tags by their names, each under its own.',
  tags,
  example: { names: ['batch-jobs'] },
  answer: async (desk) => {
    const { names } = readBody(desk.call, { names: { is: 'texts', required: true } })
    const found = await tagsBy(desk.db, names)
    const missing = names.filter((name) => !found.some(({ row }) => row.tagName === name))
    if (missing.length > 0) throw noSuch('tag', missing, 'names')
    return Object.fromEntries(found.map((tag) => [tag.row.tagName, showTag(tag, desk)]))
  },
})

export const tagList: Route = adminRoute({
  method: 'GET',
  paths: ['/tag/list'],
  access: 'admin-read',
  summary: 'Shows all tags that have a row.',
  tags,
  answer: async (desk) => (await tagsBy(desk.db, undefined)).map((tag) => showTag(tag, desk)),
})

export const removeTag: Route = adminRoute({
  method: 'POST',
  paths: ['/tag/delete'],
  access: 'admin',
  summary: 'Deletes a tag; what was counted under its name stays.',
  tags,
  example: { name: 'batch-jobs' },
  answer: async (desk) => {
    const { name } = readBody(desk.call, { name: { is: 'id', required: true } })
    const isGone = await desk.store.connection.transaction(async (db) => {
      const deleted = await deleteTag(db, name)
      if (deleted) await audit(desk, db, { action: 'deleted', table, id: name })
      return deleted
    })
    if (!isGone) throw noSuch('tag', name, 'name')
    await desk.store.tell({ kind: 'tag', id: name })
    return { message: `Tag ${name} deleted successfully` }
  },
})
