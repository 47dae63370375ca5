import { expect, it } from 'vitest'
import { checkSettings } from '../../../../server/issues/desk/check-settings.ts'
import { settingsInWords } from '../../../../server/issues/desk/settings-words.ts'

const SETTINGS = {
  codeFalseAlarmsPerWeek: 2,
  phraseFalseAlarmsPerWeek: 0.25,
  handlingSeconds: 360,
  costPerHour: { amount: 42, currency: 'EUR' },
}

it('settings are told in words', () => {
  const days = { codes: 31.4, phrases: 2 }
  expect(settingsInWords({ settings: SETTINGS, codes: 48, days, newFeeds: [] })).toEqual([
    'About two false alarms a week over all 48 codes, measured on 31 quiet days of this site.',
    'About one false alarm in 4 weeks over all words that no code knows, by theory until this site has 4 quiet days (2 so far).',
    'A contact takes 6 minutes and costs 4.20 EUR.',
  ])
})

it('a new feed is named, and what is not set', () => {
  const settings = { ...SETTINGS, codeFalseAlarmsPerWeek: 1, handlingSeconds: 45, costPerHour: null }
  const words = settingsInWords({
    settings,
    codes: 1,
    days: { codes: 0, phrases: 9 },
    newFeeds: ['calls', 'mail'],
  })
  expect(words[0]).toBe(
    'About one false alarm a week over all 1 code, by theory until this site has 7 quiet days (0 so far).',
  )
  expect(words[2]).toBe('A contact takes 45 seconds; what it costs is not set.')
  expect(words[3]).toMatch(/^What is usual is not known yet for calls, mail:/)
})

it.each([
  [{ codeFalseAlarmsPerWeek: 0 }, /codeFalseAlarmsPerWeek/],
  [{ phraseFalseAlarmsPerWeek: NaN }, /phraseFalseAlarmsPerWeek/],
  [{ handlingSeconds: 0 }, /handlingSeconds/],
  [{ costPerHour: { amount: -1, currency: 'EUR' } }, /costPerHour.amount/],
])('settings %j are refused', (change, message) => {
  expect(() => checkSettings(SETTINGS)).not.toThrow()
  expect(() => checkSettings({ ...SETTINGS, ...change })).toThrow(message)
})
