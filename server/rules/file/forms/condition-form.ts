import type { Party } from '../../../contracts/call.ts'
import type { CALL_PHASES, Timing, Tolerance } from '../../compile/rule.ts'

/** Phrases that one party may say, as a rule file has them. */
export interface SpokenForm {
  readonly speaker: Party | 'any'
  readonly phrases: readonly string[]
  readonly timing?: Timing | undefined
  readonly tolerance?: Tolerance | undefined
  readonly score?: number | undefined
  readonly confidence?: number | undefined
}

export interface NearForm extends SpokenForm {
  readonly to: readonly string[]
  readonly words?: number | undefined
}

export interface BoundsForm {
  readonly above?: number | undefined
  readonly below?: number | undefined
}

/** Several conditions, and the call time that they must lie within. */
export interface WithinForm {
  readonly within: string
  readonly of: readonly ConditionForm[]
}

export interface AbsenceForm {
  readonly after?: SpokenForm | ConditionForm | undefined
  readonly missing: SpokenForm
  readonly within: string
  readonly clock?: 'call' | 'talk' | undefined
}

export interface AttributeForm extends BoundsForm {
  readonly key: string
  readonly is?: string | readonly string[] | undefined
  readonly present?: true | undefined
}

export type PhaseName = (typeof CALL_PHASES)[number]

/** Conditions that hold or do not at a moment. */
export interface StateForms {
  readonly 'call-time'?:
    { readonly first?: string | undefined; readonly after?: string | undefined } | undefined
  readonly silence?: { readonly for: string; readonly speaker?: Party | undefined } | undefined
  readonly 'talk-over'?: { readonly for: string; readonly by?: Party | undefined } | undefined
  readonly 'talk-ratio'?:
    | (BoundsForm & {
        readonly speaker: Party
        readonly after?: string | undefined
        readonly over?: string | undefined
      })
    | undefined
  readonly pace?: (BoundsForm & { readonly speaker: Party; readonly over?: string | undefined }) | undefined
  readonly sentiment?: (BoundsForm & { readonly speaker: Party }) | undefined
  readonly 'sentiment-trend'?: (BoundsForm & { readonly speaker: Party }) | undefined
  readonly phase?: PhaseName | readonly PhaseName[] | undefined
  readonly hold?: { readonly for: string } | undefined
  readonly attribute?: AttributeForm | undefined
  readonly 'repeat-contact'?: { readonly within: string; readonly times: number } | undefined
  readonly language?: string | readonly string[] | undefined
  readonly time?: { readonly calendar: string; readonly open?: boolean | undefined } | undefined
}

/** Conditions that are made of words, other conditions, or other rules. */
export interface EventForms {
  readonly said?: SpokenForm | undefined
  readonly near?: NearForm | undefined
  readonly 'not-near'?: NearForm | undefined
  readonly absence?: AbsenceForm | undefined
  readonly sequence?: WithinForm | undefined
  readonly count?:
    { readonly of: ConditionForm; readonly times: number; readonly within?: string | undefined } | undefined
  readonly last?: { readonly time: string; readonly of: ConditionForm } | undefined
  readonly rule?: string | undefined
  readonly all?: readonly ConditionForm[] | WithinForm | undefined
  readonly any?: readonly ConditionForm[] | undefined
  readonly not?: ConditionForm | undefined
}

/** A condition as a rule file has it: a map with exactly one of these keys. */
export interface ConditionForm extends EventForms, StateForms {}
