import { expect, test } from 'vitest'
import { scopeWords } from '../../../agent-console/src/data/scope-words.ts'

const FLOOR = [
  { siteId: 'berlin', title: 'Berlin', teams: [{ teamId: 'billing', title: 'Billing', agents: 12 }] },
  { siteId: 'leeds', title: 'Leeds', teams: [] },
]

test.each([
  [['billing'], [], 'Team Billing'],
  [['billing', 'sales'], [], 'Teams Billing, sales'],
  [[], ['berlin'], 'Site Berlin'],
  [[], ['berlin', 'leeds', 'york'], 'Sites Berlin, Leeds, york'],
  [['a', 'b', 'c', 'd'], ['leeds'], 'Site Leeds · 4 teams'],
])('whoever answers for teams %j and sites %j is told so: %s', (teams, sites, words) => {
  expect(scopeWords({ teams, sites }, FLOOR)).toBe(words)
})
