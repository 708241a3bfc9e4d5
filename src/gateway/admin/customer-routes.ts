/** `/customer/…`, also `/end_user/…`: the customers of those who have keys, their budgets and whether they are blocked. */
import type { Route } from '../route.js'
import { addEndUser, changeEndUser, deleteEndUsers, endUserBy, endUsersBy, lockedEndUser, setBlocked } from '../store/end-users.js'
import { TakenError } from '../store/sql-error.js'
import { adminRoute, audit, type Desk, defined, noSuch, refused } from './admin-route.js'
import { type Fields, invalid, readBody, readQuery } from './body.js'
import { budgetFields, moneyColumn } from './limit-fields.js'
import { attach, hasOwnBudget, reattach } from './own-budget.js'
import { showEndUser } from './shown.js'

const tags = ['customers']
const table = 'LiteLLM_EndUserTable'
const both = (path: string) => [`/customer/${path}`, `/end_user/${path}`]

const fields = {
  user_id: { is: 'id', required: true },
  alias: 'text',
  blocked: 'boolean',
  spend: 'money',
  allowed_model_region: ['eu', 'us'],
  default_model: 'id',
  budget_id: 'id',
  ...budgetFields,
} as const satisfies Fields

function readCustomer(desk: Desk) {
  const values = readBody(desk.call, fields)
  if (values.budget_id != null && hasOwnBudget(values))
    throw invalid('budget_id', 'cannot stand beside limits of its own: give one or the other')
  const { default_model: model } = values
  if (model != null && desk.call.serving.engine.table.resolve(model) === undefined)
    throw invalid('default_model', `"${model}" is no model of this gateway`)
  const columns = defined({
    alias: values.alias,
    blocked: values.blocked ?? undefined,
    spend: moneyColumn(values.spend) ?? undefined,
    allowedModelRegion: values.allowed_model_region,
    defaultModel: model,
  })
  return { values, columns, id: values.user_id }
}

export const newCustomer: Route = adminRoute({
  method: 'POST',
  paths: both('new'),
  access: 'admin',
  summary: 'Makes an end user, with limits of their own or a budget by name.',
  tags,
  example: { user_id: 'customer-1', max_budget: 5, budget_duration: '30d' },
  answer: async (desk) => {
    const { values, columns, id } = readCustomer(desk)
    const shown = await desk.store.connection
      .transaction(async (db) => {
        await addEndUser(db, { userId: id, ...columns, ...(await attach(desk, db, values.budget_id ?? undefined, values)) })
        return recorded(desk, db, id, 'created')
      })
      .catch((error: unknown) => {
        throw error instanceof TakenError ? refused(`there is a customer "${id}" already`, 'user_id') : error
      })
    await desk.store.tell({ kind: 'end_user', id })
    return shown
  },
})

export const updateCustomer: Route = adminRoute({
  method: 'POST',
  paths: both('update'),
  access: 'admin',
  summary: 'Changes the given fields of an end user; null clears.',
  tags,
  example: { user_id: 'customer-1', blocked: true },
  answer: async (desk) => {
    const { values, columns, id } = readCustomer(desk)
    const shown = await desk.store.connection.transaction(async (db) => {
      const before = await lockedEndUser(db, id)
      if (before === undefined) throw noSuch('customer', id, 'user_id')
      const attached = await reattach(desk, db, before.budget, values.budget_id, values)
      await changeEndUser(db, id, { ...columns, ...attached })
      return recorded(desk, db, id, 'updated')
    })
    await desk.store.tell({ kind: 'end_user', id })
    return shown
  },
})

async function recorded(desk: Desk, db: Desk['db'], id: string, action: 'created' | 'updated') {
  const after = await endUserBy(db, id)
  if (after === undefined) throw noSuch('customer', id, 'user_id')
  const shown = showEndUser(after, desk)
  await audit(desk, db, { action, table, id, after: shown })
  return shown
}

export const customerInfo: Route = adminRoute({
  method: 'GET',
  paths: both('info'),
  access: 'admin-read',
  summary: 'Shows an end user with their budget and what they have spent.',
  tags,
  query: [{ name: 'end_user_id', about: 'The end user.', type: 'string' }],
  answer: async (desk) => {
    const { end_user_id: id } = readQuery(desk.call, { end_user_id: { is: 'id', required: true } })
    const found = await endUserBy(desk.db, id)
    if (found === undefined) throw noSuch('customer', id, 'end_user_id')
    return showEndUser(found, desk)
  },
})

export const customerList: Route = adminRoute({
  method: 'GET',
  paths: both('list'),
  access: 'admin-read',
  summary: 'Shows all end users.',
  tags,
  answer: async (desk) => (await endUsersBy(desk.db, undefined)).map((each) => showEndUser(each, desk)),
})

export const removeCustomers: Route = adminRoute({
  method: 'POST',
  paths: both('delete'),
  access: 'admin',
  summary: 'Deletes end users: all of them, or none where one is unknown.',
  tags,
  example: { user_ids: ['customer-1'] },
  answer: async (desk) => {
    const ids = readIds(desk)
    await desk.store.connection.transaction(async (db) => {
      const { missing } = await deleteEndUsers(db, ids)
      if (missing.length > 0) throw noSuch('customer', missing, 'user_ids')
      for (const id of ids) await audit(desk, db, { action: 'deleted', table, id })
    })
    for (const id of ids) await desk.store.tell({ kind: 'end_user', id })
    return { deleted_customers: ids.length, message: `Successfully deleted customers with ids: ${ids.join(', ')}` }
  },
})

export const blockCustomers: Route = blocking('block', 'Blocks end users; those that nobody has seen yet are made.')
export const unblockCustomers: Route = blocking('unblock', 'Lets blocked end users in again.')

function blocking(how: 'block' | 'unblock', summary: string): Route {
  return adminRoute({
    method: 'POST',
    paths: both(how),
    access: 'admin',
    summary,
    tags,
    example: { user_ids: ['customer-1'] },
    answer: async (desk) => {
      const ids = readIds(desk)
      await desk.store.connection.transaction(async (db) => {
        await setBlocked(db, ids, how === 'block')
        for (const id of ids) await audit(desk, db, { action: how === 'block' ? 'blocked' : 'unblocked', table, id })
      })
      for (const id of ids) await desk.store.tell({ kind: 'end_user', id })
      const rows = (await endUsersBy(desk.db, ids)).map((each) => showEndUser(each, desk))
      // Differs: LiteLLM unblocks only a list in memory of a licensed feature, and answers with that list.
      return { [`${how}ed_users`]: rows }
    },
  })
}

function readIds({ call }: Desk): readonly string[] {
  const { user_ids: ids } = readBody(call, { user_ids: { is: 'texts', required: true } })
  if (ids.length === 0) throw invalid('user_ids', 'must name at least one customer')
  return [...new Set(ids)]
}
