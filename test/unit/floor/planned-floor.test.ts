import { describe, expect, it, test } from 'vitest'
import { namesRule, type FloorQuestion, type FloorTemplate } from '../../../server/contracts/floor.ts'
import type { FloorPlan } from '../../../server/floor/floor-plan.ts'
import { SAYS_NOTHING, openTemplate, type Sayings } from '../../../server/floor/inherit.ts'
import { noFloor } from '../../../server/floor/no-floor.ts'
import { PlannedFloor } from '../../../server/floor/planned-floor.ts'
import { whoSays } from '../../../server/floor/who-says.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const LIMITS = { perCall: 12, perAgentHour: 60, perRuleHour: 12 }
const NOBODY: FloorQuestion = { agentId: null, team: null }

function says(change: Partial<Sayings>): Sayings {
  return { ...SAYS_NOTHING, ...change }
}

/** Two sites; in billing, agent 7 has something of his own. */
const PLAN: FloorPlan = {
  organisation: says({ prompts: { lowestSeverity: 'low', except: ['coaching/*'] } }),
  sites: [
    {
      siteId: 'berlin',
      title: 'Berlin',
      says: says({ alerts: { lowestSeverity: 'high' }, limits: { perCall: 8 } }),
      teams: [
        {
          teamId: 'billing',
          title: 'Billing',
          says: says({ prompts: { lowestPriority: 30 }, alerts: { lowestSeverity: 'info' } }),
          agents: ['7', '8'],
          people: new Map([['7', says({ prompts: { except: [] }, limits: { perCall: 20 } })]]),
        },
        {
          teamId: 'retention',
          title: 'Retention',
          says: says({ prompts: { only: ['retention/*'] } }),
          agents: ['9'],
          people: new Map(),
        },
      ],
    },
    {
      siteId: 'leeds',
      title: 'Leeds',
      says: SAYS_NOTHING,
      teams: [{ teamId: 'sales', title: 'Sales', says: SAYS_NOTHING, agents: ['10'], people: new Map() }],
    },
  ],
}

const floor = new PlannedFloor(PLAN, LIMITS)

describe('where somebody works', () => {
  it.each([
    ['an agent of the file', { agentId: '7', team: null }, { site: 'berlin', team: 'billing' }],
    ['the team that the call names first', { agentId: '7', team: 'sales' }, { site: 'leeds', team: 'sales' }],
    ['a team alone', { agentId: null, team: 'retention' }, { site: 'berlin', team: 'retention' }],
    ['an agent whom nobody knows', { agentId: '99', team: null }, { site: null, team: null }],
    ['a team that nobody knows', { agentId: '7', team: 'night' }, { site: null, team: 'night' }],
    ['nobody', NOBODY, { site: null, team: null }],
  ])('%s', (_what, question, place) => {
    expect(floor.placeOf(question)).toEqual(place)
  })

  it('is told in the order of the file', () => {
    expect(floor.sites()).toEqual([
      {
        siteId: 'berlin',
        title: 'Berlin',
        teams: [
          { teamId: 'billing', title: 'Billing', agents: 2 },
          { teamId: 'retention', title: 'Retention', agents: 1 },
        ],
      },
      { siteId: 'leeds', title: 'Leeds', teams: [{ teamId: 'sales', title: 'Sales', agents: 1 }] },
    ])
  })

  it('without a file is what the call says', () => {
    const none = noFloor(LIMITS)
    expect(none.placeOf({ agentId: '7', team: 'sales' })).toEqual({ site: null, team: 'sales' })
    expect(none.templateOf({ agentId: '7', team: 'sales' })).toEqual(openTemplate(LIMITS))
    expect(none.sites()).toEqual([])
  })
})

describe('what holds for somebody', () => {
  it.each<[string, FloorQuestion, object]>([
    [
      'the organisation, where nobody works',
      NOBODY,
      { prompts: { lowestSeverity: 'low', except: ['coaching/*'] }, alerts: { lowestSeverity: 'info' } },
    ],
    [
      'a team takes what it does not say from its site, and that from the organisation',
      { agentId: '8', team: null },
      {
        prompts: { lowestSeverity: 'low', lowestPriority: 30, except: ['coaching/*'] },
        alerts: { lowestSeverity: 'info' },
        limits: { perCall: 8, perAgentHour: 60 },
      },
    ],
    [
      'a list takes the place of the one above',
      { agentId: '7', team: null },
      { prompts: { lowestPriority: 30, except: [] }, limits: { perCall: 20, perAgentHour: 60 } },
    ],
    [
      'what is a person’s own goes along to another team',
      { agentId: '7', team: 'sales' },
      {
        prompts: { lowestPriority: 0, except: [] },
        alerts: { lowestSeverity: 'info' },
        limits: { perCall: 20 },
      },
    ],
    [
      'another team of the site',
      { agentId: '9', team: null },
      { prompts: { only: ['retention/*'] }, alerts: { lowestSeverity: 'high' }, limits: { perCall: 8 } },
    ],
    [
      'a team that nobody knows has the organisation’s',
      { agentId: '8', team: 'night' },
      { prompts: { lowestPriority: 0, except: ['coaching/*'] }, limits: { perCall: 12 } },
    ],
  ])('%s', (_what, question, template) => {
    expect(floor.templateOf(question)).toMatchObject(template)
  })

  it('says which level each value comes from', () => {
    const by = (question: FloorQuestion, key: string, part = 'prompts'): string => {
      const said = whoSays(floor, question).find((each) => each.part === part && each.key === key)
      return said?.by === null ? 'nobody' : `${said?.by.kind ?? ''} ${said?.by.id ?? ''}`
    }
    const seven = { agentId: '7', team: null }
    expect([
      by(seven, 'lowest-severity'),
      by(seven, 'lowest-priority'),
      by(seven, 'except'),
      by(seven, 'only'),
      by(seven, 'per-call', 'limits'),
      by({ agentId: '8', team: null }, 'per-call', 'limits'),
    ]).toEqual(['organisation ', 'team billing', 'person 7', 'nobody', 'person 7', 'site berlin'])
  })

  it('counts the first of what a faulty file has twice', () => {
    const [berlin] = PLAN.sites
    if (berlin === undefined) throw new Error('there is a site')
    const twice = new PlannedFloor(
      { ...PLAN, sites: [...PLAN.sites, { ...berlin, siteId: 'bern', says: SAYS_NOTHING }] },
      LIMITS,
    )
    expect(twice.placeOf({ agentId: '7', team: null })).toEqual({ site: 'berlin', team: 'billing' })
    expect(twice.placeOf({ agentId: null, team: 'billing' })).toEqual({ site: 'berlin', team: 'billing' })
  })
})

/** Sayings in which each field is there or not. */
function someSayings(random: () => number): Sayings {
  const maybe = <T extends object>(value: T): T | Record<string, never> => (random() < 0.5 ? value : {})
  const threshold = (): Sayings['prompts'] => ({
    ...maybe({ lowestSeverity: 'high' as const }),
    ...maybe({ lowestPriority: Math.floor(random() * 100) }),
    ...maybe({ only: random() < 0.5 ? [] : ['risk/*'] }),
    ...maybe({ except: [`rule-${Math.floor(random() * 9)}`] }),
  })
  return {
    prompts: threshold(),
    alerts: threshold(),
    limits: { ...maybe({ perCall: Math.floor(random() * 50) }), ...maybe({ perRuleHour: 3 }) },
  }
}

function planOf(levels: readonly Sayings[]): FloorPlan {
  const [organisation = SAYS_NOTHING, site = SAYS_NOTHING, team = SAYS_NOTHING, person = SAYS_NOTHING] =
    levels
  const people = new Map([['7', person]])
  const teams = [{ teamId: 't', title: 'T', says: team, agents: ['7'], people }]
  return { organisation, sites: [{ siteId: 's', title: 'S', says: site, teams }] }
}

function templateOf(levels: readonly Sayings[]): FloorTemplate {
  return new PlannedFloor(planOf(levels), LIMITS).templateOf({ agentId: '7', team: null })
}

test('a level that says nothing changes nothing, and one that says all decides', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = seededRandom(seed)
    const levels = Array.from({ length: 4 }, () => someSayings(random))
    const silent = Math.floor(random() * 4)
    const without = levels.toSpliced(silent, 1)
    const silenced = templateOf(levels.with(silent, SAYS_NOTHING))
    // Where the others stand does not matter, only their order.
    expect(silenced).toEqual(templateOf([...without, SAYS_NOTHING]))
    expect(silenced).toEqual(templateOf([SAYS_NOTHING, ...without]))
    const whole = templateOf(levels)
    expect(templateOf(levels.with(3, whole))).toEqual(whole)
    expect(templateOf([whole, SAYS_NOTHING, SAYS_NOTHING, SAYS_NOTHING])).toEqual(whole)
  }
})

test.each([
  [['praise'], 'praise', 'coaching', true],
  [['praise'], 'praise-2', 'coaching', false],
  [['coaching/*'], 'praise', 'coaching', true],
  [['coaching/*'], 'praise', 'coaching/voice', true],
  [['coaching/*'], 'praise', 'coaching-new', false],
  [['coaching/voice/*'], 'praise', 'coaching', false],
  [['coaching/*'], 'praise', null, false],
  [['*'], 'praise', null, true],
  [['a', 'risk/*', 'praise'], 'praise', null, true],
  [[], 'praise', 'coaching', false],
])('%j names the rule %s in %s: %s', (names, ruleId, folder, is) => {
  expect(namesRule(names, { ruleId, folder })).toBe(is)
})
