import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../server/app/settings.ts'
import { EXIT } from '../../server/cli/cli-error.ts'
import { main } from '../../server/cli/cli.ts'
import { processContext } from '../../server/cli/context.ts'
import type { ScoreCard } from '../../server/contracts/quality.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { jsonLines } from '../fixtures/rules/rules-command.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { openScoredFloor } from '../helpers/scored-floor.ts'

const RULES = resolve(import.meta.dirname, '../../rules')

const CARD = `version: 1
title: Card
owner: team
sections:
  - id: tone
    title: Tone
    items:
      - { id: polite, title: Stays polite, weight: 5, critical: true, rules: [rude], fired: missed }
      - { id: greeted, title: Says hello, weight: 5, checklist: hello, item: hi }
`

const CHECKLIST = `id: hello
version: 1
title: Hello
owner: team
applies: { always: true }
items:
  - { id: hi, text: Say hello, phrases: [hello there] }
`

let folder: RulesFolder

beforeEach(async () => {
  folder = await RulesFolder.create({
    'rude.rule.yaml': ruleText({ id: 'rude', when: '{ said: { speaker: agent, phrases: [calm down] } }' }),
    'checklists/hello.yaml': CHECKLIST,
    'quality/score-card.yaml': CARD,
  })
})

afterEach(() => folder[Symbol.asyncDispose]())

const dataDir = (): string => folder.path('.data')

async function run(args: readonly string[], rulesDir = folder.dir) {
  const written = { out: '', errors: '' }
  const code = await main(['quality', ...args], {
    ...processContext,
    settings: () => readSettings({ EARSHOT_RULES_DIR: rulesDir, EARSHOT_DATA_DIR: dataDir() }),
    stdout: { write: (text: string) => (written.out += text) },
    stderr: { write: (text: string) => (written.errors += text) },
  })
  return { code, out: written.out.replaceAll(`${folder.dir}/`, ''), errors: written.errors }
}

describe('earshot quality lint', () => {
  it('says that the shipped score card is right', async () => {
    const { code, out } = await run(['lint', '--json'], RULES)
    expect(code).toBe(EXIT.done)
    expect(jsonLines(out)).toEqual([{ type: 'summary', items: 27, errors: 0, warnings: 0, ok: true }])
  })

  it('says what is wrong, and where', async () => {
    await folder.write(
      'quality/score-card.yaml',
      CARD.replace('[rude]', '[rud]').replace('item: hi', 'item: ho'),
    )
    const { code, out, errors } = await run(['lint'])
    expect(code).toBe(EXIT.faults)
    expect(out).toContain('quality/score-card.yaml:8:79: there is no rule called "rud"')
    expect(out).toContain('quality/score-card.yaml:9:78: there is no item of "hello" called "ho"')
    expect(out).toContain('2 items, 2 errors, 0 warnings')
    expect(errors).toBe('earshot: the score card has faults\n')
  })

  it('says that there is none', async () => {
    await folder.remove('quality/score-card.yaml')
    const { code, errors } = await run(['lint'])
    expect(code).toBe(EXIT.wrongUse)
    expect(errors).toContain('there is no score card')
  })
})

describe('earshot quality score', () => {
  beforeEach(async () => {
    await mkdir(dataDir())
    const floor = await openScoredFloor({
      rulesDir: folder.dir,
      folder: dataDir(),
      file: 'earshot.db',
      now: 1e12,
    })
    floor.play({
      callId: 'c-1',
      script: '00:01 agent hello there\n00:05 agent please calm down\n00:20 end',
      attributes: { queue: 'billing' },
    })
    await floor.close()
  })

  it('prints the card with the moments, and writes nothing', async () => {
    const { code, out } = await run(['score', '--call', 'c-1'])
    expect(code).toBe(EXIT.done)
    expect(out).toBe(
      [
        'call c-1, 0:20.0 long, agent ana, queue billing, team unknown',
        'score 0, failed: a critical item was missed',
        'about unknown, contact unknown',
        '',
        'Tone',
        '  [ ]   5  Stays polite (critical)',
        '             at 0:05.3 “calm down”',
        '  [x]   5  Says hello',
        '             at 0:01.7 “hello there”',
        '',
      ].join('\n'),
    )
    expect((await run(['score', '--call', 'c-1'])).out).toBe(out)
  })

  it('prints the card as JSON, by the file as it is now', async () => {
    await folder.write('quality/score-card.yaml', CARD.replace('critical: true, ', ''))
    const { out } = await run(['score', '--call', 'c-1', '--json'])
    expect(JSON.parse(out) as ScoreCard).toMatchObject({ callId: 'c-1', score: 50, failed: false })
  })

  it('knows no call that is not kept, and no card that has faults', async () => {
    expect(await run(['score', '--call', 'c-2'])).toMatchObject({ code: EXIT.wrongUse })
    await folder.write('quality/score-card.yaml', 'version: 1')
    const { code, errors } = await run(['score', '--call', 'c-1'])
    expect([code, errors]).toEqual([EXIT.faults, expect.stringContaining('earshot quality lint')])
  })
})
