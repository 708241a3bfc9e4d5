/**
 * Scripts written for LiteLLM's proxy, against the gateway as a process on port 4000 with the master key `sk-1234`: what they send,
 * and what they rely on in the answers. Each group is a script; all share one gateway, as scripts do.
 */
import { afterAll, beforeAll, describe } from 'vitest'
import { useBundledCli } from '../../cli/bundled-cli.js'
import { type ScriptGateway, scriptPort, startScriptGateway } from './script-gateway.js'
import { keyScripts } from './scripts-of-keys.js'
import { limitScripts } from './scripts-of-limits.js'
import { modelScripts } from './scripts-of-models.js'
import { objectScripts } from './scripts-of-objects.js'
import { spendScripts } from './scripts-of-spend.js'
import { teamScripts } from './scripts-of-teams.js'

useBundledCli()

let gateway: ScriptGateway | undefined
beforeAll(async () => {
  gateway = await startScriptGateway(scriptPort)
})
afterAll(() => gateway?.close())

const started = () => {
  if (gateway === undefined) throw new Error('the gateway of the scripts was not started')
  return gateway
}

describe('keys', () => keyScripts(started))
describe('users, organizations, customers, budgets and tags', () => objectScripts(started))
describe('teams and members', () => teamScripts(started))
describe('spend', () => spendScripts(started))
describe('budgets and limits', () => limitScripts(started))
describe('models and health', () => modelScripts(started))
