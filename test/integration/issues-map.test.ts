import { expect, it } from 'vitest'
import type { HeatCell } from '../../server/contracts/issue-desk.ts'
import { HOUR_MS, IssuesApp, keepQuietDays, MINUTE_MS, NOON } from '../helpers/issues-app.ts'

const FREEZES = 'the payment page freezes'
const DEAD = 'the pay button does nothing'
const LOG_IN = 'i cannot log in'

/** Customers of a code and those below it, all channels together: in the period, and in the last hour. */
async function countsOf(app: IssuesApp): Promise<Readonly<Record<string, readonly [number, number]>>> {
  const { cells } = await app.room.desk.map(24)
  const counts: Record<string, [number, number]> = {}
  const add = ({ code, contacts, lastHour }: HeatCell): void => {
    const [before, hour] = counts[code] ?? [0, 0]
    counts[code] = [before + contacts, hour + lastHour]
  }
  for (const cell of cells) add(cell)
  return counts
}

it('a code of the map has the customers of those below it, each once, also after a restart', async () => {
  await using app = await IssuesApp.create()
  await app.start()
  app.ring('one', `${FREEZES} and ${DEAD}`)
  app.ring('two', FREEZES)
  app.pass(90 * MINUTE_MS)
  // The first of them again, with something else, and by another way.
  app.post({ feedbackId: 'f', text: LOG_IN, authorKey: 'hash of customer of one' })
  app.post({ feedbackId: 'g', text: LOG_IN })
  const expected = {
    'web.payment.page-freezes': [2, 0],
    'web.payment.button-dead': [1, 0],
    'web.payment': [2, 0],
    'web.login-fails': [2, 2],
    // On each channel once.
    web: [4, 2],
  }
  expect(await countsOf(app)).toEqual(expected)
  await app.restart()
  expect(await countsOf(app)).toEqual(expected)
  await app.restart({ killed: true })
  expect(await countsOf(app)).toEqual(expected)
  app.pass(2 * HOUR_MS)
  // Three hours later the same customer counts again for the code, and with all below it on the web for the first time.
  app.post({ feedbackId: 'h', text: DEAD, authorKey: 'hash of customer of one' })
  expect(await countsOf(app)).toMatchObject({ web: [4, 1], 'web.payment': [3, 1] })
})

it('what is usual for a code of the map is what is usual for those below it together', async () => {
  await using app = await IssuesApp.create()
  const codes = ['web.login-fails', 'web.payment.page-freezes', 'web.payment.button-dead']
  for (const [seed, code] of codes.entries()) {
    await keepQuietDays(app.store, { perHour: 8, seed, before: NOON - seed, change: { codes: [code] } })
  }
  await app.start()
  await app.learned()
  for (const [n, text] of [LOG_IN, FREEZES, DEAD].entries()) app.ring(`call-${String(n)}`, text)
  const { cells } = await app.room.desk.map(24)
  const usual = (code: string): number =>
    cells.find((cell) => cell.code === code && cell.channel === 'call')?.expectedLastHour ?? 0
  expect(usual('web')).toBeGreaterThan(5)
  expect(usual('web.payment')).toBeCloseTo(usual(codes[1] ?? '') + usual(codes[2] ?? ''), 1)
  expect(usual('web')).toBeCloseTo(usual('web.login-fails') + usual('web.payment'), 1)
})
