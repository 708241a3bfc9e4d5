/** The routes of users, teams, organisations, budgets, customers and tags, in the order of the OpenAPI document. */
import type { Route } from '../route.js'
import { budgetInfo, budgetList, budgetSettings, newBudget, removeBudget, updateBudget } from './budget-routes.js'
import {
  blockCustomers,
  customerInfo,
  customerList,
  newCustomer,
  removeCustomers,
  unblockCustomers,
  updateCustomer,
} from './customer-routes.js'
import {
  addOrganizationMembers,
  newOrganization,
  organizationInfo,
  organizationList,
  organizationsInfo,
  removeOrganizationMemberRoute,
  removeOrganizations,
  updateOrganization,
  updateOrganizationMember,
} from './organization-routes.js'
import { newTag, removeTag, tagInfo, tagList, updateTag } from './tag-routes.js'
import { availableTeams, teamInfo, teamList, teamPages } from './team-lists.js'
import { addManyMembers, addMembers, deleteMember, listPermissions, updateMember, updatePermissions } from './team-member-routes.js'
import { addTeamModels, blockTeam, deleteTeamModels, newTeam, removeTeams, unblockTeam, updateTeam } from './team-routes.js'
import { flatUserInfo, userInfo, userList } from './user-lists.js'
import { availableRoles, newUser, removeUsers, updateManyUsers, updateUser } from './user-routes.js'

export const objectRoutes: readonly Route[] = [
  newUser,
  userInfo,
  flatUserInfo,
  updateUser,
  updateManyUsers,
  removeUsers,
  userList,
  availableRoles,
  newTeam,
  teamInfo,
  updateTeam,
  removeTeams,
  teamList,
  teamPages,
  addMembers,
  addManyMembers,
  updateMember,
  deleteMember,
  blockTeam,
  unblockTeam,
  addTeamModels,
  deleteTeamModels,
  availableTeams,
  listPermissions,
  updatePermissions,
  newBudget,
  updateBudget,
  budgetInfo,
  budgetList,
  removeBudget,
  budgetSettings,
  newCustomer,
  customerInfo,
  customerList,
  updateCustomer,
  removeCustomers,
  blockCustomers,
  unblockCustomers,
  newTag,
  updateTag,
  tagInfo,
  tagList,
  removeTag,
  newOrganization,
  organizationInfo,
  organizationsInfo,
  organizationList,
  updateOrganization,
  removeOrganizations,
  addOrganizationMembers,
  updateOrganizationMember,
  removeOrganizationMemberRoute,
]
