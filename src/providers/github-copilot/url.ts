/** The host that serves an account's plan. */
import type { Target } from '../adapter.js'

const usualBase = 'https://api.githubcopilot.com'

/** The plan decides the host, and the sign-in tells it; a host of the config's own wins. */
export function atHost(target: Target): Target {
  const told = target.settings.copilot_api_base
  return told !== undefined && target.baseUrl === usualBase ? { ...target, baseUrl: told } : target
}
