import { z } from 'zod'
import type { CallId, CallInfo } from '../contracts/call.ts'
import type { EarlierContactsQuery, StoredCall } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { Connection } from './connection.ts'
import * as sql from './customer-sql.ts'
import { checkLimit } from './page.ts'
import { decode, toStoredCall } from './rows.ts'

const contactRow = z.object({ started_at: z.number().transform(wallMs) })

/** Which customer each call was with, in one SQLite file. */
export class CallCustomers {
  readonly #connection: Connection
  /** The attribute that names the customer; null: none does. */
  readonly #attribute: string | null

  constructor(options: { readonly connection: Connection; readonly attribute: string | null }) {
    this.#connection = options.connection
    this.#attribute = options.attribute
  }

  /** Adds the calls that are kept from before the attribute was named. */
  async addKept(): Promise<void> {
    const name = this.#attribute
    if (name === null) return
    await this.#connection.write(() => this.#connection.run(sql.ADD_KEPT_CUSTOMERS, [name, name]))
  }

  /** Within a write, after the call's own row. */
  saveCall({ callId, attributes, continues }: CallInfo): void {
    if (continues !== undefined) this.#connection.run(sql.PASS_CUSTOMER_ON, [callId, continues.callId])
    this.saveAttributes(callId, attributes)
  }

  /** Within a write. Attributes that do not name the customer change nothing; an empty name takes it back. */
  saveAttributes(callId: CallId, attributes: Readonly<Record<string, string>>): void {
    const name = this.#attribute
    const customer = name === null || !Object.hasOwn(attributes, name) ? undefined : attributes[name]
    if (name === null || customer === undefined) return
    if (customer === '') this.#connection.run(sql.REMOVE_CUSTOMER, [callId])
    else this.#connection.run(sql.SAVE_CUSTOMER, [name, customer, callId])
  }

  earlierCalls(callId: CallId, limit: number): readonly StoredCall[] {
    checkLimit(limit)
    if (this.#attribute === null) return []
    return this.#connection.read(sql.LIST_EARLIER_CALLS, [callId, this.#attribute, limit]).map(toStoredCall)
  }

  earlierContacts({
    attribute,
    value,
    since,
    before,
    except,
    limit,
  }: EarlierContactsQuery): readonly WallMs[] {
    checkLimit(limit)
    const values = [attribute, value, since, before, except, limit]
    const rows = this.#connection.read(sql.LIST_EARLIER_CONTACTS, values)
    return rows.map((row) => decode(contactRow, row, 'call_customers').started_at)
  }
}
