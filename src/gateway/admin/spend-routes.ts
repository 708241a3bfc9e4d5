/** The routes that read spend, in the order of the OpenAPI document. */
import type { Route } from '../route.js'
import { customerActivity, organizationActivity, tagActivity, teamActivity, userActivity, wholeUserActivity } from './activity-routes.js'
import { cacheHits, globalActivity, globalModelActivity } from './global-activity-routes.js'
import { globalReport } from './global-report.js'
import { globalReset } from './global-reset.js'
import {
  allTagNames,
  globalSpend,
  globalSpendEndUsers,
  globalSpendKeys,
  globalSpendLogs,
  globalSpendModels,
  globalSpendProvider,
  globalSpendTags,
  globalSpendTeams,
} from './global-spend-routes.js'
import { sessionLogs, spendLogBodies, spendLogPages, spendLogs } from './spend-log-routes.js'
import { spendKeys, spendTags, spendUsers } from './spend-object-routes.js'

export const spendRoutes: readonly Route[] = [
  spendLogs,
  spendLogPages,
  sessionLogs,
  spendLogBodies,
  spendKeys,
  spendUsers,
  spendTags,
  globalSpend,
  globalSpendLogs,
  globalSpendKeys,
  globalSpendModels,
  globalSpendTeams,
  globalSpendEndUsers,
  globalSpendProvider,
  globalSpendTags,
  allTagNames,
  globalReport,
  globalReset,
  globalActivity,
  globalModelActivity,
  cacheHits,
  userActivity,
  wholeUserActivity,
  teamActivity,
  tagActivity,
  customerActivity,
  organizationActivity,
]
