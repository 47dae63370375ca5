import { describe, expect, it } from 'vitest'
import { readFloor } from '../../../../server/floor/file/read-floor.ts'
import { EMPTY_PLAN } from '../../../../server/floor/floor-plan.ts'
import { SAYS_NOTHING } from '../../../../server/floor/inherit.ts'

const RULES = [
  { ruleId: 'praise', folder: 'coaching' },
  { ruleId: 'fraud-report', folder: 'risk' },
  { ruleId: 'hello', folder: null },
]

function read(text: string): ReturnType<typeof readFloor> {
  return readFloor('floor.yaml', text, RULES)
}

const FILE = `prompts: { lowest-severity: low, except: ['coaching/*'] }
sites:
  berlin:
    title: Berlin
    limits: { per-call: 8 }
    teams:
      billing:
        title: Billing
        agents: ['7', '8']
        alerts: { lowest-confidence: 0.5, only: [fraud-report, '*'] }
        people:
          '7': { prompts: { lowest-priority: 40 } }
      night: {}
`

describe('a floor file', () => {
  it('is read with nothing but what it says', () => {
    const { plan, faults } = read(FILE)
    expect(faults).toEqual([])
    expect(plan).toEqual({
      organisation: { ...SAYS_NOTHING, prompts: { lowestSeverity: 'low', except: ['coaching/*'] } },
      sites: [
        {
          siteId: 'berlin',
          title: 'Berlin',
          says: { ...SAYS_NOTHING, limits: { perCall: 8 } },
          teams: [
            {
              teamId: 'billing',
              title: 'Billing',
              says: { ...SAYS_NOTHING, alerts: { lowestConfidence: 0.5, only: ['fraud-report', '*'] } },
              agents: ['7', '8'],
              people: new Map([['7', { ...SAYS_NOTHING, prompts: { lowestPriority: 40 } }]]),
            },
            { teamId: 'night', title: 'night', says: SAYS_NOTHING, agents: [], people: new Map() },
          ],
        },
      ],
    })
    expect(Object.keys(plan?.organisation.prompts ?? {})).toEqual(['lowestSeverity', 'except'])
  })

  it.each(['', '# nothing yet\n\n  # prompts: {}\n', '{}', 'sites: {}'])('%j says nothing', (text) => {
    expect(read(text)).toMatchObject({ plan: EMPTY_PLAN, faults: [] })
  })

  it.each([
    [
      'an agent in two teams',
      FILE.replace('night: {}', "night: { agents: ['8'] }"),
      '13:26',
      'duplicate-agent',
    ],
    ['an agent twice', FILE.replace("'8']", "'7']"), '9:24', 'duplicate-agent'],
    ['somebody of another team', FILE.replace("'7': {", "'9': {"), '12:11', 'unknown-agent'],
    ['a team at two sites', `${FILE}  leeds: { teams: { billing: {} } }\n`, '14:21', 'duplicate-id'],
    ['a key twice', `${FILE}  berlin: {}\n`, '14:3', 'yaml'],
    ['an unknown rule', FILE.replace('fraud-report', 'fraud-reprt'), '10:50', 'unknown-rule'],
    ['an unknown folder', FILE.replace('coaching/*', 'coach/*'), '1:44', 'unknown-folder'],
    ['an unknown key of a person', FILE.replace('lowest-priority', 'lowest-prio'), '12:29', 'unknown-key'],
    ['an unknown key of a site', FILE.replace('    title: Berlin', '    name: Berlin'), '4:5', 'unknown-key'],
    ['a severity that is none', FILE.replace('low,', 'lowish,'), '1:29', 'form'],
    ['a confidence over 1', FILE.replace('0.5', '50'), '10:38', 'form'],
    ['a limit of nothing', FILE.replace('per-call: 8', 'per-call: 0'), '5:25', 'form'],
    ['an agent that is a number', FILE.replace("'8']", '8]'), '9:23', 'form'],
    ['a team that is a number', FILE.replace('night: {}', '12: {}'), '13:7', 'form'],
    ['an id with a space after it', FILE.replace('night: {}', "'night ': {}"), '13:7', 'form'],
    ['a list where the sites should be', 'sites: [berlin]\n', '1:8', 'form'],
    ['no YAML', 'sites: {', '1:9', 'yaml'],
  ])('is told where it has %s', (_what, text, place, check) => {
    const { faults } = read(text)
    expect(faults.map(({ line, column, check }) => `${line}:${column} ${check}`)).toEqual([
      `${place} ${check}`,
    ])
    for (const { message } of faults) expect(message).toContain('expected')
  })

  it('says what was probably meant', () => {
    const messages = (text: string): string =>
      read(text)
        .faults.map(({ message }) => message)
        .join()
    expect(messages(FILE.replace('fraud-report', 'fraud-reprt'))).toContain('did you mean "fraud-report"?')
    expect(messages(FILE.replace('coaching/*', 'coachng/*'))).toContain('did you mean "coaching/*"?')
    expect(messages(FILE.replace('lowest-priority', 'lowest-prioriti'))).toContain('"lowest-priority"?')
    expect(messages(FILE.replace("'7': {", "'87': {"))).toMatch(/did you mean "[78]"\?/)
  })

  it('counts where its form is right, with the names aside that are wrong', () => {
    const { plan } = read(FILE.replace('fraud-report', 'fraud-reprt'))
    expect(plan?.sites).toHaveLength(1)
    expect(read(FILE.replace('per-call: 8', 'per-call: 0')).plan).toBeNull()
  })
})
