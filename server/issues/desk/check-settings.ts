import { AppError } from '../../contracts/errors.ts'
import type { IssueSettings } from '../../contracts/issue-desk.ts'

/** False alarms a week: from one in ten years on. */
const BUDGET = { least: 0.002, most: 1000 }
const HANDLING = { least: 1, most: 86_400 }
const COST = { least: 0, most: 1_000_000 }

/** @throws AppError `REQUEST_INVALID`, naming the setting and what was expected. */
export function checkSettings(settings: IssueSettings): void {
  check('codeFalseAlarmsPerWeek', settings.codeFalseAlarmsPerWeek, BUDGET)
  check('phraseFalseAlarmsPerWeek', settings.phraseFalseAlarmsPerWeek, BUDGET)
  check('handlingSeconds', settings.handlingSeconds, HANDLING)
  if (settings.costPerHour !== null) check('costPerHour.amount', settings.costPerHour.amount, COST)
}

function check(
  name: string,
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (value >= least && value <= most) return
  throw new AppError('REQUEST_INVALID', `${name}: expected ${String(least)} to ${String(most)}.`)
}
