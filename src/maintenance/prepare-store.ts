/** Builds the archive of a prepared data folder into `dist/`. Run by `npm run build`; does nothing where it is there already. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbedded } from '../gateway/store/embedded.js'
import { migrate, shippedMigrations } from '../gateway/store/migrate.js'
import { archiveFile, isPrepared, packFolder } from '../gateway/store/prepared-folder.js'

const migrations = shippedMigrations()
if (!(await isPrepared(migrations))) {
  const scratch = mkdtempSync(join(tmpdir(), 'llmgen-store-'))
  try {
    const folder = join(scratch, 'db')
    const connection = await openEmbedded(folder)
    await migrate(connection, migrations)
    await connection.close()
    writeFileSync(archiveFile, packFolder(folder, migrations))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
