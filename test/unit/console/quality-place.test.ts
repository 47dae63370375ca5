import { describe, expect, it } from 'vitest'
import {
  cardsQuery,
  intoRow,
  qualityAddress,
  type QualityPlace,
  qualityPlaceFrom,
  reportQuery,
  START,
  withCalls,
  withoutFilter,
} from '../../../agent-console/src/data/quality-place.ts'

const DAY = 86_400_000
const NOW = 1_000 * DAY

describe('the address of the page of quality', () => {
  const everything: QualityPlace = {
    days: 84,
    group: 'agent',
    filters: { team: 'billing & more', site: '' },
    trendOf: 'greeting',
    calls: {
      order: 'lowest',
      from: 5,
      to: 9,
      item: 'greeting',
      result: 'met',
      resolution: 'open',
      failed: true,
    },
    callId: 'call/1',
  }

  it.each<readonly [string, QualityPlace]>([
    ['the start', START],
    ['everything', everything],
    ['calls alone', { ...START, calls: { order: 'newest' } }],
  ])('says %s so that it is found again', (_, place) => {
    expect(qualityPlaceFrom(qualityAddress(place))).toEqual(place)
  })

  it.each([
    ['#days=5&group=nobody', START],
    ['', START],
    [
      '#calls=sideways&result=great&item=a',
      { ...START, calls: { order: 'newest', item: 'a', result: 'missed' } },
    ],
    ['#calls=newest&from=9&to=5&resolution=maybe', { ...START, calls: { order: 'newest' } }],
  ])('that somebody has changed by hand (%s) shows what of it makes sense', (hash, place) => {
    expect(qualityPlaceFrom(hash)).toEqual(place)
  })
})

describe('a click', () => {
  it('on a site shows its teams, on a team its agents, on an agent the calls that went worst', () => {
    const teams = intoRow({ ...START, group: 'site' }, 'north')
    expect(teams).toMatchObject({ group: 'team', filters: { site: 'north' }, calls: null })
    const agents = intoRow(teams, 'billing')
    expect(agents).toMatchObject({ group: 'agent', filters: { site: 'north', team: 'billing' } })
    expect(intoRow(agents, '7')).toMatchObject({
      group: 'all',
      filters: { site: 'north', team: 'billing', agent: '7' },
      calls: { order: 'lowest' },
    })
  })

  it('on a figure lists the calls of its row, on one of all of them those of everybody', () => {
    const place = withCalls({ ...START, callId: 'open' }, 'billing', { order: 'newest', failed: true })
    expect(place).toMatchObject({ filters: { team: 'billing' }, calls: { failed: true }, callId: null })
    expect(withCalls(START, null, { order: 'newest' }).filters).toEqual({})
    expect(withCalls({ ...START, group: 'all' }, 'all', { order: 'newest' }).filters).toEqual({})
  })

  it('on a filter takes it away', () => {
    const place = { ...START, filters: { team: 'billing', agent: '7' } }
    expect(withoutFilter(place, 'team').filters).toEqual({ agent: '7' })
  })
})

describe('what the server is asked for', () => {
  it('is the period until now, in steps that fit it', () => {
    const query = reportQuery({ ...START, days: 84, trendOf: 'greeting', filters: { queue: '' } }, NOW)
    expect(Object.fromEntries(query)).toEqual({
      from: String(NOW - 84 * DAY),
      to: String(NOW),
      queue: '',
      group: 'team',
      step: 'week',
      item: 'greeting',
    })
  })

  it('is one step of it where somebody chose one', () => {
    const query = cardsQuery({ ...START, filters: { agent: '7' } }, { order: 'lowest', from: 5, to: 9 }, NOW)
    expect(Object.fromEntries(query)).toEqual({ agent: '7', order: 'lowest', from: '5', to: '9' })
  })
})
