import { describe, expect, it } from 'vitest'
import type { ScoredContact } from '../../../server/contracts/store.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { changesIn, resolveContacts } from '../../../server/quality/scoring/resolve-contacts.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const DAY_MS = 86_400_000
const WITHIN = { withinMs: 7 * DAY_MS, now: wallMs(100 * DAY_MS) }

function contact(callId: string, day: number, reason: string | null): ScoredContact {
  return { callId, startedAt: wallMs(day * DAY_MS), reason, resolution: 'unknown', repeatedBy: null }
}

function resolve(...contacts: readonly ScoredContact[]) {
  return resolveContacts(contacts, WITHIN).map(({ resolution, repeatedBy }) =>
    repeatedBy === null ? resolution : `${resolution} by ${repeatedBy}`,
  )
}

describe('whether a contact was dealt with at first', () => {
  it.each<[string, readonly ScoredContact[], readonly string[]]>([
    ['alone, long ago', [contact('a', 1, 'bill')], ['first']],
    ['alone, not long ago', [contact('a', 93.5, 'bill')], ['open']],
    ['alone, as long ago as it takes', [contact('a', 93, 'bill')], ['first']],
    ['about nobody knows what', [contact('a', 1, null)], ['unknown']],
    ['again about the same', [contact('a', 1, 'bill'), contact('b', 3, 'bill')], ['repeated by b', 'first']],
    ['again to the moment', [contact('a', 1, 'bill'), contact('b', 8, 'bill')], ['repeated by b', 'first']],
    ['again too late', [contact('a', 1, 'bill'), contact('b', 8.001, 'bill')], ['first', 'first']],
    ['again about something else', [contact('a', 1, 'bill'), contact('b', 3, 'visit')], ['first', 'first']],
    ['again about nobody knows what', [contact('a', 1, 'bill'), contact('b', 3, null)], ['first', 'unknown']],
    [
      'again and again: the next one counts',
      [contact('a', 1, 'bill'), contact('x', 2, 'visit'), contact('b', 3, 'bill'), contact('c', 4, 'bill')],
      ['repeated by b', 'first', 'repeated by c', 'first'],
    ],
    ['again now', [contact('a', 95, 'bill'), contact('b', 99, 'bill')], ['repeated by b', 'open']],
  ])('%s', (_name, contacts, expected) => {
    expect(resolve(...contacts)).toEqual(expected)
  })

  it('writes what is not so yet, and nothing twice', () => {
    const contacts = [contact('a', 1, 'bill'), contact('b', 3, 'bill'), contact('c', 4, null)]
    const resolved = resolveContacts(contacts, WITHIN)
    const changes = changesIn(contacts, resolved)
    expect(changes.map(({ callId }) => callId)).toEqual(['a', 'b'])
    const after = contacts.map((each, at) => ({ ...each, ...resolved[at] }))
    expect(changesIn(after, resolveContacts(after, WITHIN))).toEqual([])
  })

  it('comes to the same whatever it was before', () => {
    const random = seededRandom(3)
    for (let round = 0; round < 200; round += 1) {
      const contacts = Array.from({ length: 8 }, (_, at) =>
        contact(`c-${at}`, random() * 100, ['bill', 'visit', null][Math.floor(random() * 3)] ?? null),
      ).toSorted((one, other) => one.startedAt - other.startedAt)
      const resolved = resolveContacts(contacts, WITHIN)
      const before = contacts.map((each) => ({ ...each, resolution: 'repeated' as const, repeatedBy: 'c-0' }))
      expect(resolveContacts(before, WITHIN)).toEqual(resolved)
      for (const [at, { resolution, repeatedBy }] of resolved.entries()) {
        const by = contacts.find(({ callId }) => callId === repeatedBy)
        expect(resolution === 'repeated').toBe(by !== undefined)
        if (by !== undefined) expect(by.startedAt).toBeGreaterThanOrEqual(contacts[at]?.startedAt ?? 0)
      }
    }
  })
})
