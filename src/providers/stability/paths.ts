/** Addresses of Stability's models and tools. Source: its API reference. */

const edits = [...['inpaint', 'outpaint', 'erase', 'search-and-replace', 'search-and-recolor', 'remove-background']] as const
const upscales = ['fast', 'conservative'] as const
/** The longer names first: one begins with another. */
const controls = ['style-transfer', 'structure', 'sketch', 'style'] as const

/** Where a model draws from words. */
export function generatePath(model: string): string {
  const kind = /ultra/.test(model) ? 'ultra' : /core/.test(model) ? 'core' : 'sd3'
  return `/v2beta/stable-image/generate/${kind}`
}

/** Where a tool changes a picture; a model that draws redraws it. `creative` upscaling answers later by another way and is not here. */
export function editPath(model: string): string {
  const name = model.toLowerCase()
  const within = (names: readonly string[]) => names.find((one) => name.includes(one))
  const edit = within(edits)
  if (edit !== undefined) return `/v2beta/stable-image/edit/${edit}`
  const upscale = within(upscales)
  if (upscale !== undefined) return `/v2beta/stable-image/upscale/${upscale}`
  const control = within(controls)
  if (control !== undefined) return `/v2beta/stable-image/control/${control}`
  return isDiffusion3(model) || /ultra/.test(model) ? generatePath(model) : '/v2beta/stable-image/edit/inpaint'
}

/** True for Stable Diffusion 3 and 3.5. */
export function isDiffusion3(model: string): boolean {
  return /(^|\/)sd3/i.test(model)
}
