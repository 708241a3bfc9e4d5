/** From which day on the spend log still has all its rows: sums of days before cannot be counted any more. */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'

const name = 'spend_rows_from'

/** `YYYY-MM-DD` of UTC; undefined where no row was ever removed. */
export async function firstWholeDay(db: Db): Promise<string | undefined> {
  const { rows } = await db.execute<{ day: string | null }>(sql`select value ->> 'day' as day from settings where name = ${name}`)
  return rows[0]?.day ?? undefined
}

/** To be called before rows of earlier days are removed. It never goes back. */
export async function keepFrom(db: Db, day: string): Promise<void> {
  await db.execute(sql`insert into settings (name, value) values (${name}, ${JSON.stringify({ day })}::jsonb)
    on conflict (name) do update set value = excluded.value, updated_at = now() where settings.value ->> 'day' < excluded.value ->> 'day'`)
}
