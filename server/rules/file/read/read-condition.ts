import type { Path } from '../../../platform/yaml/yaml-source.ts'
import type { Condition } from '../../compile/rule.ts'
import type { AbsenceForm, ConditionForm, SpokenForm, WithinForm } from '../forms/condition-form.ts'
import { toMs } from '../forms/duration.ts'
import { keysOf } from '../forms/one-key.ts'
import { readState } from './read-state.ts'
import { readGroup, readNear, readSaid } from './read-words.ts'
import type { Reader } from './reader.ts'

/** Turns a condition of the right form into what the engine takes; `path` is where its map stands. */
export function readCondition(reader: Reader, form: ConditionForm, path: Path): Condition {
  const condition =
    readSpoken(reader, form, path) ??
    readSequel(reader, form, path) ??
    readJoin(reader, form, path) ??
    readState(reader, form, path)
  if (condition === null) throw new TypeError('a checked rule has a condition')
  // What words are made of has told its own, more exact place.
  if (!reader.paths.has(condition)) reader.paths.set(condition, [...path, keysOf(form)[0] ?? ''])
  return condition
}

function readSpoken(reader: Reader, form: ConditionForm, path: Path): Condition | null {
  const { said, near, absence, rule } = form
  const notNear = form['not-near']
  if (said !== undefined) return readSaid(reader, said, [...path, 'said'])
  if (near !== undefined) return readNear(reader, near, { path: [...path, 'near'], absent: false })
  if (notNear !== undefined) return readNear(reader, notNear, { path: [...path, 'not-near'], absent: true })
  if (absence !== undefined) return readAbsence(reader, absence, [...path, 'absence'])
  return rule === undefined ? null : { kind: 'rule', ruleId: rule }
}

function readAbsence(reader: Reader, form: AbsenceForm, path: Path): Condition {
  const { after, missing, within, clock } = form
  return {
    kind: 'absence',
    after: after === undefined ? null : readAfter(reader, after, [...path, 'after']),
    missing: readGroup(reader, missing, [...path, 'missing']),
    withinMs: toMs(within),
    clock: clock ?? 'call',
  }
}

function readAfter(reader: Reader, after: SpokenForm | ConditionForm, path: Path): Condition {
  return 'phrases' in after ? readSaid(reader, after, path) : readCondition(reader, after, path)
}

/** Conditions on how often and when others happen. */
function readSequel(reader: Reader, form: ConditionForm, path: Path): Condition | null {
  const { sequence, count, last } = form
  if (sequence !== undefined) {
    const of = readAll(reader, sequence.of, [...path, 'sequence', 'of'])
    return { kind: 'sequence', of, withinMs: toMs(sequence.within) }
  }
  if (count !== undefined) {
    const of = readCondition(reader, count.of, [...path, 'count', 'of'])
    const withinMs = count.within === undefined ? null : toMs(count.within)
    return { kind: 'count', of, times: count.times, withinMs }
  }
  if (last === undefined) return null
  return {
    kind: 'last',
    of: readCondition(reader, last.of, [...path, 'last', 'of']),
    lastMs: toMs(last.time),
  }
}

function readJoin(reader: Reader, form: ConditionForm, path: Path): Condition | null {
  const { all, any, not } = form
  if (all !== undefined) {
    if (!isWithin(all)) return { kind: 'all', of: readAll(reader, all, [...path, 'all']), withinMs: null }
    const of = readAll(reader, all.of, [...path, 'all', 'of'])
    return { kind: 'all', of, withinMs: toMs(all.within) }
  }
  if (any !== undefined) return { kind: 'any', of: readAll(reader, any, [...path, 'any']) }
  return not === undefined ? null : { kind: 'not', of: readCondition(reader, not, [...path, 'not']) }
}

function isWithin(all: readonly ConditionForm[] | WithinForm): all is WithinForm {
  return 'within' in all
}

function readAll(reader: Reader, forms: readonly ConditionForm[], path: Path): readonly Condition[] {
  return forms.map((form, index) => readCondition(reader, form, [...path, index]))
}
