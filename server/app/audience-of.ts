import { dirname } from 'node:path'
import type { Audience } from '../actions/audience.ts'
import type { Floor } from '../contracts/floor.ts'
import type { LoadedRule } from '../contracts/rules-state.ts'
import { whoseCall } from './place-of-call.ts'

export interface AudienceOptions {
  readonly floor: Pick<Floor, 'templateOf'>
  /** The rules in force; the same list as long as they are the same. */
  readonly rules: () => readonly LoadedRule[]
  readonly teamAttribute: string
}

/** Who gets what of the matches of a call: the floor knows people, and the rules in force where they lie. */
export function audienceOf({ floor, rules, teamAttribute }: AudienceOptions): Audience {
  let known: readonly LoadedRule[] = []
  let folders: ReadonlyMap<string, string> = new Map()
  return {
    templateOf: (call) => floor.templateOf(whoseCall(call, teamAttribute)),
    folderOf: (ruleId) => {
      const current = rules()
      if (current !== known) {
        known = current
        folders = new Map(current.map(({ id, file }) => [id, dirname(file).replaceAll('\\', '/')]))
      }
      const folder = folders.get(ruleId) ?? '.'
      return folder === '.' ? null : folder
    },
  }
}
