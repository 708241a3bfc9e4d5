/** The routes of keys, in the order of the OpenAPI document. */
import type { Route } from '../route.js'
import { blockKey, bulkUpdateKeys, changeKeyRoute, deleteKeysRoute, resetKeySpend, unblockKey } from './key-change-routes.js'
import { keyAliases, keyHealth, keyInfo, keyInfoByPost, keyList, keysInfo } from './key-lists.js'
import { generateKey, generateServiceAccountKey, regenerateKey, regenerateKeyByPath } from './key-make-routes.js'

export const keyRoutes: readonly Route[] = [
  generateKey,
  generateServiceAccountKey,
  changeKeyRoute,
  bulkUpdateKeys,
  deleteKeysRoute,
  keyInfo,
  keyInfoByPost,
  keysInfo,
  keyList,
  keyAliases,
  regenerateKey,
  regenerateKeyByPath,
  blockKey,
  unblockKey,
  resetKeySpend,
  keyHealth,
]
