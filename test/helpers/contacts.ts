import type { Contact } from '../../server/contracts/contact.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { seededRandom } from './seeded-random.ts'

export const MONDAY_MS = Date.UTC(2024, 0, 1)
const MINUTE_MS = 60_000

/** A contact with what a test does not care about filled in; `minute` counts from Monday, 1 January 2024, UTC. */
export function contactAt(minute: number, fields: Partial<Contact> = {}): Contact {
  return {
    ...{
      id: `at-${minute}`,
      channel: 'call',
      step: null,
      authorKey: null,
      language: 'en-US',
      codes: [],
      texts: [],
    },
    ...{ rating: null, sourceId: 'centre', at: wallMs(MONDAY_MS + Math.round(minute * MINUTE_MS)) },
    ...fields,
  }
}

/** Ordinary contacts: about so many an hour at even distances, each with one of the codes and a few common words. */
export function ordinaryContacts({
  fromMinute,
  toMinute,
  perHour,
  codes,
  seed,
}: {
  fromMinute: number
  toMinute: number
  perHour: number
  codes: number
  seed: number
}): readonly Contact[] {
  const random = seededRandom(seed)
  for (let skipped = 0; skipped < 20; skipped += 1) random()
  const contacts: Contact[] = []
  for (let minute = fromMinute; minute < toMinute; minute += 120 * random() * (1 / perHour)) {
    const words = Array.from({ length: 6 }, () => WORDS[Math.floor(random() ** 2 * WORDS.length)] ?? '')
    contacts.push(
      contactAt(minute, {
        ...{ id: `${seed}-${contacts.length}`, codes: [`c${Math.floor(random() ** 2 * codes)}`] },
        ...{ texts: [words.join(' ')], channel: random() < 0.6 ? 'call' : 'chat' },
      }),
    )
  }
  return contacts
}

const WORDS = [
  ...[
    'card',
    'account',
    'money',
    'transfer',
    'payment',
    'app',
    'order',
    'parcel',
    'invoice',
    'address',
    'number',
  ],
  ...[
    'change',
    'cancel',
    'delivery',
    'price',
    'contract',
    'router',
    'signal',
    'phone',
    'email',
    'letter',
    'branch',
  ],
  ...[
    'holiday',
    'ticket',
    'refund',
    'voucher',
    'window',
    'colour',
    'garden',
    'kitchen',
    'insurance',
    'claim',
  ],
]
