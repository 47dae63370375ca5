import { expect, it } from 'vitest'
import { systemClock } from '../../../../server/platform/clock.ts'
import { watchRules } from '../../../../server/rules/file/watch.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'
import { until } from '../../../helpers/until.ts'

it.each(['a.rule.yaml', 'x/a.test.yaml', 'lists/names.yaml', 'calendars/site.yaml', 'phases.yaml'])(
  'sees that %s has come',
  async (name) => {
    await using folder = await RulesFolder.create({ 'lists/other.yaml': 'x', 'calendars/other.yaml': 'x' })
    let changes = 0
    const stop = await watchRules({
      dir: folder.dir,
      clock: systemClock,
      debounceMs: 20,
      onChange: () => (changes += 1),
      onError: (error) => {
        throw error
      },
    })
    await folder.write('README.md', 'nobody reads it')
    await folder.write(name, 'x')
    await until('the change is seen', () => changes > 0)
    await stop()
    expect(changes).toBe(1)
  },
)
