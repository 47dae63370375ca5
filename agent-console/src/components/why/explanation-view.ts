import { html, nothing, type TemplateResult } from 'lit'
import type {
  ExplainedCondition,
  ExplainedFiring,
  ExplainedOutcome,
  Explanation,
  NearestMiss,
} from '../../../../server/contracts/explanation.ts'
import { asksWords, isJoin } from '../../data/asks-words.ts'
import { type ConditionBranch, conditionTree } from '../../data/condition-tree.ts'
import { formatCallTime, percent } from '../../data/format.ts'
import { reasonWords } from '../../data/reason-words.ts'
import { icon } from '../../design/icons.ts'
import { PARTY_NAMES, STATE_NAMES, STATUS_NAMES } from '../../design/wording.ts'

/** So many times of one condition are shown; the rest are counted. */
const TIMES_SHOWN = 4

/** A moment of the call, which leads there. */
type Moment = (atMs: number) => TemplateResult

export interface ExplanationView {
  readonly explanation: Explanation
  /** Titles of rules by id, for rules that build on others. */
  readonly titles: ReadonlyMap<string, string>
  /** Leads to a call time of the transcript that is shown. */
  readonly goTo: (atMs: number) => void
}

/** What became of a rule in a call, and why. */
export function explanationView({ explanation, titles, goTo }: ExplanationView): TemplateResult {
  const { rule, firings, outcomes, nearestMiss, legFromMs, isLive } = explanation
  const moment: Moment = (wholeMs) => {
    const atMs = wholeMs - legFromMs
    if (atMs < 0) return html`<span class="tabular">before the restart</span>`
    return html`<button
      class="moment tabular"
      type="button"
      title="Show what was said then"
      @click=${() => goTo(atMs)}
    >
      ${formatCallTime(atMs)}
    </button>`
  }
  return html`
    <h3>${rule.title}</h3>
    <p class="about">
      ${STATUS_NAMES[rule.status]} · <a href="/rules#${encodeURIComponent(rule.id)}">${rule.id}</a> version
      ${rule.version}${isLive ? ' · by what is final so far' : ''}
    </p>
    ${firings.length === 0 ? nothing : firingList(firings, moment)}
    ${nearestMiss === null ? nothing : missView(nearestMiss, firings.length > 0, moment)}
    ${outcomeList(explanation, outcomes, moment)}
    <h4>What the rule asks for</h4>
    ${branchList(conditionTree(explanation), { moment, titles })}
  `
}

const FIRING_WORDS: Readonly<Record<ExplainedFiring['state'], string>> = {
  fired: 'Fires, and is not settled yet,',
  confirmed: 'Fires',
  retracted: 'Withdrawn',
}

function firingList(firings: readonly ExplainedFiring[], moment: Moment): TemplateResult {
  return html`<ul class="verdict" aria-label="When it fires">
    ${firings.map(
      ({ atMs, state, parts }) =>
        html`<li class=${state}>
          ${icon(state === 'retracted' ? 'close' : 'check', 16)}
          <span
            >${FIRING_WORDS[state]} at ${moment(atMs)} on
            ${parts.map((part, index) => html`${index === 0 ? '' : ', with '}${causeOf(part)}`)}</span
          >
        </li>`,
    )}
  </ul>`
}

function causeOf({ words, phrase }: ExplainedFiring['parts'][number]): TemplateResult | string {
  return words.length === 0 ? phrase : html`<q>${words.map(({ text }) => text).join(' ')}</q>`
}

function missView({ atMs, held, lacks }: NearestMiss, withdrawn: boolean, moment: Moment): TemplateResult {
  return html`<div class="verdict miss">
      ${icon('close', 16)}
      <span
        >${withdrawn ? 'Did not stand.' : 'Did not fire.'}
        ${
          held === 0
            ? 'Nothing of it held.'
            : html`It came nearest at ${moment(atMs)}, when ${percent(held)} of it held.`
        }</span
      >
      <meter min="0" max="1" value=${held} aria-label="Share of the rule that held">${percent(held)}</meter>
    </div>
    <h4>What was missing</h4>
    <ul class="lacks">
      ${lacks.map(
        ({ detail, nearest }) =>
          html`<li>${detail}${nearest === null ? nothing : html` ${moment(nearest.startMs)}`}</li>`,
      )}
    </ul>`
}

function outcomeList(
  { firings, rule }: Explanation,
  outcomes: readonly ExplainedOutcome[],
  moment: Moment,
): TemplateResult | typeof nothing {
  const isRun = rule.status === 'live' || rule.status === 'shadow'
  if (outcomes.length === 0 && firings.length === 0) return nothing
  const none = isRun
    ? 'Nobody was told: the rule was not in force then as it is now.'
    : `Nobody was told: a rule that is ${STATUS_NAMES[rule.status].toLowerCase()} is not run.`
  return html`<h4>What people were told</h4>
    <ul class="told">
      ${
        outcomes.length === 0
          ? html`<li>${none}</li>`
          : outcomes.map(
              (outcome) =>
                html`<li>
                  ${outcome.kind === 'prompt' ? 'Prompt' : 'Alert'} at ${moment(outcome.atMs)},
                  ${STATE_NAMES[outcome.state].toLowerCase()}. ${reasonWords(outcome)}
                </li>`,
            )
      }
    </ul>`
}

function branchList(
  branches: readonly ConditionBranch[],
  shown: { readonly moment: Moment; readonly titles: ExplanationView['titles'] },
): TemplateResult {
  return html`<ul class="tree">
    ${branches.map(({ condition, lack, members }) => {
      const { heldThen } = condition
      const met = heldThen ?? (condition.isState ? condition.held.length > 0 : condition.happened.length > 0)
      return html`<li class=${met ? 'met' : 'missing'}>
        <p>
          ${icon(met ? 'check' : 'close', 14)}<span class="unseen">${met ? 'Held: ' : 'Missing: '}</span>
          <span>${asksWords(condition, shown.titles)}</span>
        </p>
        ${isJoin(condition) ? nothing : html`<p class="became">${became(condition, shown.moment)}</p>`}
        ${lack === null || members.length === 0 ? nothing : html`<p class="became lack">${lack}</p>`}
        ${members.length === 0 ? nothing : branchList(members, shown)}
      </li>`
    })}
  </ul>`
}

function became({ isState, happened, held }: ExplainedCondition, moment: Moment): TemplateResult {
  if (isState) {
    if (held.length === 0) return html`never so`
    return html`so
    ${few(held, ({ fromMs, toMs }) =>
      toMs === null
        ? fromMs === 0
          ? html`all the time`
          : html`from ${moment(fromMs)} on`
        : html`from ${moment(fromMs)} to ${moment(toMs)}`,
    )}`
  }
  if (happened.length === 0) return html`never happened`
  return html`${few(happened, ({ atMs, words, speaker, score }) => {
    const who = speaker === null ? '' : `, ${PARTY_NAMES[speaker].toLowerCase()}`
    const how = score < 1 ? `, ${percent(score)} alike` : ''
    return html`${moment(atMs)}${words === '' ? nothing : html` <q>${words}</q>${who}${how}`}`
  })}`
}

function few<T>(all: readonly T[], show: (each: T) => TemplateResult): TemplateResult {
  const more = all.length - TIMES_SHOWN
  return html`${all.slice(0, TIMES_SHOWN).map((each, index) => html`${index === 0 ? '' : ', '}${show(each)}`)}${
    more > 0 ? ` and ${more} more times` : nothing
  }`
}
