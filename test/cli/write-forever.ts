/** A process for the kill test: writes one version of the output after the other until it is killed. */

import { writeOutput } from '../../src/cli/write-output.js'
import { versions } from './versions.js'

const [, , folder = ''] = process.argv
process.stdout.write('ready\n')
for (let turn = 0; ; turn++) writeOutput(folder, versions[turn % 2] ?? [])
