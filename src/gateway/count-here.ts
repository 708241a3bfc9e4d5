/** Counts the tokens of a chat without asking its provider. */
import type { Deployment } from '../plan/plan.js'
import type { TokenCountReply, TokenCountRequest } from '../protocol/tokens.js'
import { fillTarget } from '../runtime/fill-target.js'
import { countLocally } from '../runtime/tokens/local-tokens.js'
import type { CallBody } from './calls.js'
import { badRequest } from './errors.js'
import type { Serving } from './serving.js'

/** The count by the tokenizer that is installed, or an estimate, and the deployment by whose model it was made. */
export async function countHere(
  { engine, plan }: Pick<Serving, 'engine' | 'plan'>,
  body: CallBody,
): Promise<{ readonly reply: TokenCountReply; readonly deployment: Deployment }> {
  const resolved = engine.table.resolve(body.model)
  const [index = -1] = resolved?.group.deployments ?? []
  const deployment = plan.deployments[index]
  if (resolved === undefined || deployment === undefined) throw badRequest(`no model is called "${body.model.slice(0, 200)}" here`, 'model')
  const target = engine.deployments[index]?.ready?.target ?? engine.deployments[index]?.keyless?.target
  const written = typeof deployment.model === 'string' ? deployment.model : body.model
  const model = target === undefined ? written : fillTarget(target, resolved.match).model
  // What is read of the body is checked where it is read: parts of other shapes count as nothing.
  const reply = countLocally(body as unknown as TokenCountRequest, model, await engine.importPeer('gpt-tokenizer'))
  return { reply, deployment }
}
