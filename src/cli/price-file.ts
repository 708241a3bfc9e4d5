/** The price file of a project: LiteLLM's map as `llmgen prices import` wrote it, found beside the config. */
import { dirname, join, resolve } from 'node:path'
import { type PriceMap, type ReadMap, readPriceMap } from '../catalog/litellm-map.js'
import { exitCode, Stop } from './exit.js'
import { readIfThere, readText } from './read-file.js'

/** Its name; a file of this name beside the config is used without being asked for. */
export const priceFileName = 'llmgen.prices.json'

/** Prices for a compilation: of `--prices FILE`, else of the file beside the config, else none. */
export function findPrices(cwd: string, configPath: string, named: string | undefined): PriceMap | undefined {
  if (named !== undefined) return readPriceFile(cwd, named).map
  const path = join(dirname(configPath), priceFileName)
  const text = readIfThere(resolve(cwd, path), path)
  return text === undefined ? undefined : parse(text, path).map
}

/** Reads a map; stops with exit 3 where it cannot be read, with 1 where it is no map of models. */
export function readPriceFile(cwd: string, path: string): ReadMap {
  return parse(readText(resolve(cwd, path), path), path)
}

function parse(text: string, path: string): ReadMap {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new Stop(exitCode.problems, `${path} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  const read = readPriceMap(json)
  if (read.map.size > 0) return read
  throw new Stop(
    exitCode.problems,
    `${path} holds no model: it should be LiteLLM's model_prices_and_context_window.json, a map of names to objects with a litellm_provider`,
  )
}
