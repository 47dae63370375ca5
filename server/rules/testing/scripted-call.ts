import { EARLIER_CONTACTS } from '../../contracts/earlier-contacts.ts'
import { wallMs, type WallMs } from '../../contracts/time.ts'
import { parseDuration } from '../../platform/duration.ts'
import type { Rule } from '../compile/rule.ts'
import { allConditions } from '../file/walk.ts'
import { momentOf } from './local-time.ts'
import type { ScriptedCall } from './play-script.ts'
import type { RuleTest } from './test-schema.ts'

/** A Monday morning. */
const STARTED_AT = wallMs(Date.UTC(2026, 0, 5, 10))

/** What a test says of its call besides what happens in it. `rules`: the tested rule and those it waits for. */
export function scriptedCall(test: RuleTest, rules: readonly Rule[]): ScriptedCall {
  const startedAt =
    test.starts === undefined ? STARTED_AT : (momentOf(test.starts, zoneOf(rules)) ?? STARTED_AT)
  return {
    startedAt,
    ...(test.language === undefined ? {} : { language: test.language }),
    attributes: { ...test.attributes, ...earlierContacts(test, startedAt) },
  }
}

function earlierContacts(test: RuleTest, startedAt: WallMs): Readonly<Record<string, string>> {
  const before = test['earlier-contacts'] ?? []
  if (before.length === 0) return {}
  const moments = before.map((text) => startedAt - (parseDuration(text) ?? 0))
  return { [EARLIER_CONTACTS]: moments.toSorted((one, other) => one - other).join(',') }
}

/** Time zone of the first calendar that a rule looks at. */
function zoneOf(rules: readonly Rule[]): string {
  const [time] = rules
    .flatMap(({ condition }) => allConditions(condition))
    .filter((condition) => condition.kind === 'time')
  return time?.hours.zone ?? 'UTC'
}
