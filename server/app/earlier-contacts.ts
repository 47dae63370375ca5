import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { CallAudioSink } from '../contracts/audio.ts'
import type { CallId, CallInfo } from '../contracts/call.ts'
import { EARLIER_CONTACTS, MAX_EARLIER_CONTACTS, formatContacts } from '../contracts/earlier-contacts.ts'
import type { CallStore } from '../contracts/store.ts'
import { wallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import { MAX_ATTRIBUTES } from '../ingest/message.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import { Counter, type Registry } from '../platform/metrics.ts'

export interface EarlierContactsOptions {
  readonly bus: Bus
  readonly store: Pick<CallStore, 'earlierContacts'>
  readonly sink: Pick<CallAudioSink, 'update'>
  /** The attribute that names the customer. */
  readonly attribute: string
  readonly log: Log
  readonly registry: Registry
}

export interface EarlierContacts {
  start(): void
  stop(): void
}

/** As far back as rules may ask. */
const LOOK_BACK_MS = 90 * 86_400_000

interface KnownCall {
  readonly info: CallInfo
  readonly attributeNames: Set<string>
  /** Who calls, as far as somebody has said. */
  customer: string
}

/**
 * Looks up when the customer of a call has called before, and says so in the call itself: as an attribute, by
 * an update like any other, so that it is recorded with the call and a replay has the same. It has only a place
 * among the attributes where the call's own leave one.
 */
export function createEarlierContacts(options: EarlierContactsOptions): EarlierContacts {
  return new ContactLookUp(options)
}

class ContactLookUp implements EarlierContacts {
  readonly #options: EarlierContactsOptions
  readonly #calls = new Map<CallId, KnownCall>()
  readonly #lookUps: Counter<'result'>
  #unsubscribe: Unsubscribe | null = null

  constructor(options: EarlierContactsOptions) {
    this.#options = options
    this.#lookUps = new Counter({
      name: 'earshot_earlier_contact_lookups_total',
      help: 'Customers who were looked up for earlier calls.',
      labelNames: ['result'],
      registers: [options.registry],
    })
  }

  start(): void {
    this.#unsubscribe ??= this.#options.bus.subscribe('call', (message) => this.#take(message))
  }

  stop(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = null
    this.#calls.clear()
  }

  #take(message: CallMessage): void {
    switch (message.type) {
      case 'start': {
        const call = { info: message.call, attributeNames: new Set<string>(), customer: '' }
        this.#calls.set(message.callId, call)
        this.#learn(call, message.call.attributes)
        return
      }
      case 'update': {
        const call = this.#calls.get(message.callId)
        if (call !== undefined) this.#learn(call, message.change.attributes ?? {})
        return
      }
      case 'end':
        this.#calls.delete(message.callId)
        return
      case 'utterance':
      case 'tick':
      case 'gap':
        return
    }
  }

  #learn(call: KnownCall, attributes: Readonly<Record<string, string>>): void {
    const { attribute } = this.#options
    for (const name of Object.keys(attributes)) call.attributeNames.add(name)
    const customer = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
    if (customer === undefined || customer === call.customer) return
    call.customer = customer
    // Never rejects.
    void this.#lookUp(call, customer)
  }

  async #lookUp(call: KnownCall, customer: string): Promise<void> {
    const { callId } = call.info
    try {
      const contacts = customer === '' ? '' : await this.#contactsOf(call.info, customer)
      // Meanwhile the call may be over, or with another customer.
      if (this.#calls.get(callId) === call && call.customer === customer) this.#tell(call, contacts)
    } catch (thrown) {
      this.#lookUps.inc({ result: 'failed' })
      this.#options.log.error({ callId, ...traceOf(thrown) }, 'Earlier calls of a customer are not known.')
    }
  }

  async #contactsOf({ callId, startedAt }: CallInfo, customer: string): Promise<string> {
    const contacts = await this.#options.store.earlierContacts({
      attribute: this.#options.attribute,
      value: customer,
      since: wallMs(startedAt - LOOK_BACK_MS),
      before: startedAt,
      except: callId,
      limit: MAX_EARLIER_CONTACTS,
    })
    return formatContacts(contacts)
  }

  #tell({ info, attributeNames }: KnownCall, contacts: string): void {
    const { callId } = info
    const told = attributeNames.has(EARLIER_CONTACTS)
    if (contacts === '' && !told) {
      this.#lookUps.inc({ result: 'none' })
    } else if (!told && attributeNames.size >= MAX_ATTRIBUTES) {
      this.#lookUps.inc({ result: 'no-place' })
      this.#options.log.warn({ callId }, 'A call has no place for another attribute: its earlier contacts.')
    } else {
      this.#lookUps.inc({ result: contacts === '' ? 'none' : 'found' })
      this.#options.sink.update(callId, { attributes: { [EARLIER_CONTACTS]: contacts } })
    }
  }
}
