import { nearestName } from '../../../platform/nearest-name.ts'
import type { Path } from '../../../platform/yaml/yaml-source.ts'
import type { AttributeTest, Bounds, Calendar, StateCondition } from '../../compile/rule.ts'
import type { AttributeForm, BoundsForm, StateForms } from '../forms/condition-form.ts'
import { toMs } from '../forms/duration.ts'
import type { Reader } from './reader.ts'

/** Speech that must have been heard before a share of it means anything. */
const RATIO_AFTER_MS = 60_000

/** Stretch of the call over which a pace is taken. */
const PACE_OVER_MS = 30_000

/** Stands in for a calendar that is not there: the rule has a fault and is never used. */
const NO_CALENDAR: Calendar = { name: '', zone: 'UTC', hours: [], holidays: [] }

/** The state that a condition asks for; null when its key is none of a state. `path`: of the condition's map. */
export function readState(reader: Reader, form: StateForms, path: Path): StateCondition | null {
  return readMoment(form) ?? readMeasure(form) ?? readAboutCall(reader, form, path)
}

/** Who speaks now, and for how long. */
function readMoment(form: StateForms): StateCondition | null {
  const { silence, hold, phase } = form
  const callTime = form['call-time']
  const talkOver = form['talk-over']
  if (callTime !== undefined) {
    return { kind: 'call-time', firstMs: optionalMs(callTime.first), afterMs: optionalMs(callTime.after) }
  }
  if (silence !== undefined) {
    return { kind: 'silence', party: silence.speaker ?? null, forMs: toMs(silence.for) }
  }
  if (talkOver !== undefined) {
    return { kind: 'talk-over', by: talkOver.by ?? null, forMs: toMs(talkOver.for) }
  }
  if (hold !== undefined) return { kind: 'hold', forMs: toMs(hold.for) }
  return phase === undefined ? null : { kind: 'phase', phases: typeof phase === 'string' ? [phase] : phase }
}

/** What is measured over a stretch of the call. */
function readMeasure(form: StateForms): StateCondition | null {
  const { pace, sentiment } = form
  const ratio = form['talk-ratio']
  const trend = form['sentiment-trend']
  if (ratio !== undefined) {
    return {
      kind: 'talk-ratio',
      party: ratio.speaker,
      afterMs: optionalMs(ratio.after) ?? RATIO_AFTER_MS,
      overMs: optionalMs(ratio.over),
      ...boundsOf(ratio),
    }
  }
  if (pace !== undefined) {
    return {
      kind: 'pace',
      party: pace.speaker,
      overMs: optionalMs(pace.over) ?? PACE_OVER_MS,
      ...boundsOf(pace),
    }
  }
  if (sentiment !== undefined) return { kind: 'sentiment', party: sentiment.speaker, ...boundsOf(sentiment) }
  if (trend !== undefined) return { kind: 'sentiment-trend', party: trend.speaker, ...boundsOf(trend) }
  return null
}

/** What is known of the call besides its audio. */
function readAboutCall(reader: Reader, form: StateForms, path: Path): StateCondition | null {
  const { attribute, language, time } = form
  const contact = form['repeat-contact']
  if (attribute !== undefined) return { kind: 'attribute', key: attribute.key, test: testOf(attribute) }
  if (contact !== undefined) {
    return { kind: 'repeat-contact', times: contact.times, withinMs: toMs(contact.within) }
  }
  if (language !== undefined) {
    return { kind: 'language', languages: typeof language === 'string' ? [language] : language }
  }
  if (time === undefined) return null
  const hours = calendarOf(reader, time.calendar, [...path, 'time', 'calendar'])
  return { kind: 'time', hours, open: time.open ?? true }
}

function calendarOf({ calendars, faults }: Reader, name: string, path: Path): Calendar {
  const calendar = calendars.get(name)
  if (calendar !== undefined) return calendar
  const known = [...calendars.keys()]
  const near = nearestName(name, known)
  const expected = known.length === 0 ? `a file calendars/${name}.yaml` : `one of ${known.join(', ')}`
  const hint = near === null ? '' : `; did you mean "${near}"?`
  faults.push({
    path,
    check: 'unknown-calendar',
    message: `there is no calendar "${name}", expected ${expected}${hint}`,
  })
  return NO_CALENDAR
}

function testOf(form: AttributeForm): AttributeTest {
  if (form.present === true) return { kind: 'present' }
  if (form.is === undefined) return { kind: 'number', ...boundsOf(form) }
  return { kind: 'is', values: typeof form.is === 'string' ? [form.is] : form.is }
}

function boundsOf({ above, below }: BoundsForm): Bounds {
  return { above: above ?? null, below: below ?? null }
}

function optionalMs(text: string | undefined): number | null {
  return text === undefined ? null : toMs(text)
}
