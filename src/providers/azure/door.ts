/** Where Azure has the endpoints beyond chat and embeddings, for the codecs it shares with OpenAI. */
import type { Target } from '../adapter.js'
import { type Door, operations } from '../openai/host-door.js'
import { takesStreamOptions } from './gates.js'
import { withoutHint } from './hint.js'
import { azureDoor, azureUrl } from './url.js'

/** Both of Azure's URL forms. */
export const azureHostDoor: Door = (given, endpoint) => {
  const target = withoutHint(given)
  const door = azureDoor(target)
  const isOld = door.form === 'deployment' && !takesStreamOptions(door.version)
  return { target: isOld ? withoutStreamOptions(target) : target, url: azureUrl(door, operations[endpoint]) }
}

function withoutStreamOptions(target: Target): Target {
  const { provider } = target
  return { ...target, provider: { ...provider, quirks: { ...provider.quirks, streamOptions: false } } }
}
