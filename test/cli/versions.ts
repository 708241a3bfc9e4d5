/** Two versions of an output, long enough that writing takes more than one step. */
import type { OutputFile } from '../../src/cli/write-output.js'

const version = (letter: string): readonly OutputFile[] =>
  ['index.ts', 'models.ts', 'plan.ts'].map((path) => ({ path, text: `${path} `.concat(letter.repeat(200_000)) }))

export const versions: readonly (readonly OutputFile[])[] = [version('a'), version('b')]
