import type { Draft } from './rule-draft.ts'

export interface NewRule {
  readonly id: string
  readonly folder: string
  readonly title: string
  readonly kind: 'prompt' | 'alert'
}

/** The form of an id, as the server has it. */
export const RULE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** An id made of a title: `Customer asks for a refund` becomes `customer-asks-for-a-refund`. */
export function idFrom(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '')
}

const TEXTS = {
  prompt: 'What the agent should do or say.',
  alert: 'What the supervisor should know.',
} as const

/** A whole rule with its tests, to be written over: it begins as a draft, which is never run. */
export function newRule({ id, folder, title, kind }: NewRule): Draft {
  return { id, folder, hash: null, base: { text: '', testText: '' }, ...textsOf({ id, title, kind }) }
}

function textsOf({ id, title, kind }: Omit<NewRule, 'folder'>): Pick<Draft, 'text' | 'testText'> {
  const text = `id: ${id}
version: 1
title: ${scalar(title)}
status: draft
severity: medium
owner: service-team
when:
  said:
    speaker: customer
    phrases:
      - words of the customer
      - other words (of|from) the customer
then:
  ${kind}:
    text: ${TEXTS[kind]}
    cooldown: 5m
`
  const testText = `rule: ${id}
tests:
  - name: the customer says it
    call: |
      00:02 agent    how can i help you
      00:05 customer these are the words of the customer
      00:15 end
    expect:
      - at: '00:07.5'
        ${kind}: ${TEXTS[kind]}
  - name: the agent says it
    call: |
      00:05 agent    these are the words of the customer
      00:15 end
    expect: []
`
  return { text, testText }
}

/** A text as one YAML value, in quotes where it needs them. */
function scalar(text: string): string {
  return /^[A-Za-z][\w .,()/-]*$/.test(text) ? text : JSON.stringify(text)
}
