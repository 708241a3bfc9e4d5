/** The rest of the tables, as `tables.ts` has those of keys and spend: what models call with, and who else is there. */
import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { JsonObject } from './tables.js'

const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const credentials = pgTable('credentials', {
  credentialName: text('credential_name').primaryKey(),
  credentialValues: jsonb('credential_values').$type<JsonObject>().notNull(),
  credentialInfo: jsonb('credential_info').$type<JsonObject>().notNull().default({}),
  createdAt: time('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull().default(''),
  updatedAt: time('updated_at').notNull().defaultNow(),
  updatedBy: text('updated_by').notNull().default(''),
})

export const instances = pgTable('instances', {
  id: text('id').primaryKey(),
  seenAt: time('seen_at').notNull().defaultNow(),
})
