import type {
  Article,
  ArticleHint,
  AssistState,
  CallContext,
  CallLabel,
  ChecklistState,
  WrapUp,
} from '../../../server/contracts/assist.ts'
import { hasFields, isList, isRecord } from './shape.ts'

/** Whether the server's answers about what an agent can lean on have their documented form. */
export function isAssist(value: unknown): value is AssistState {
  return (
    hasFields(value, { callId: 'string', revision: 'number', labels: 'list' }) &&
    isList(value['checklists'], isChecklist) &&
    isList(value['articles'], isHint) &&
    (value['mood'] === null || hasFields(value['mood'], { level: 'number', sustained: 'boolean' }))
  )
}

export function isArticle(value: unknown): value is Article {
  return hasFields(value, { articleId: 'string', title: 'string', body: 'string' })
}

export function isHint(value: unknown): value is ArticleHint {
  return hasFields(value, { articleId: 'string', title: 'string', why: 'list' })
}

export function isLabel(value: unknown): value is CallLabel {
  return hasFields(value, { labelId: 'string', channel: 'string', note: 'string' })
}

export function isContext(value: unknown): value is CallContext {
  return (
    hasFields(value, { callId: 'string', attributes: 'record', issues: 'list' }) &&
    isList(value['earlierCalls'], (each): each is CallContext['earlierCalls'][number] =>
      hasFields(each, { callId: 'string', startedAt: 'number', outcomes: 'list', dispositions: 'list' }),
    )
  )
}

export function isWrapUp(value: unknown): value is WrapUp {
  const lists = { promises: 'list', dispositions: 'list', choices: 'list', suggested: 'list' } as const
  return (
    hasFields(value, { callId: 'string', reason: 'string', summary: 'string', promised: 'list', ...lists }) &&
    isList(value['checklists'], isChecklist)
  )
}

function isChecklist(value: unknown): value is ChecklistState {
  return (
    hasFields(value, { checklistId: 'string', title: 'string', ordered: 'boolean', because: 'string' }) &&
    isList(value['items'], isItem)
  )
}

function isItem(value: unknown): value is ChecklistState['items'][number] {
  return (
    isRecord(value) &&
    hasFields(value, {
      itemId: 'string',
      text: 'string',
      required: 'boolean',
      progress: 'string',
      late: 'boolean',
    })
  )
}
