import type { Issue } from '../../contracts/issue.ts'

const MOST_TEXT = 500
const MOST_QUOTES = 3
const MOST_ITEMS = 10

/**
 * An issue as it is sent: the newest of what grows with its age, and no text without an end. What is left out is on
 * its page.
 */
export function boundIssue(issue: Issue): Issue {
  return {
    ...issue,
    title: cut(issue.title, 200),
    features: issue.features.slice(0, MOST_ITEMS).map((each) => cut(each, 100)),
    queues: issue.queues.slice(0, MOST_ITEMS).map((each) => cut(each, 100)),
    quotes: issue.quotes
      .toSorted((a, b) => b.at - a.at)
      .slice(0, MOST_QUOTES)
      .map((quote) => ({ ...quote, text: cut(quote.text, MOST_TEXT) })),
    changesBefore: issue.changesBefore
      .slice(-MOST_ITEMS)
      .map((change) => ({ ...change, title: cut(change.title, 200) })),
    advice: issue.advice === null ? null : { ...issue.advice, text: cut(issue.advice.text, MOST_TEXT) },
    tasks: issue.tasks.slice(-MOST_ITEMS).map((task) => ({
      ...task,
      title: cut(task.title, 200),
      acceptance: cut(task.acceptance, MOST_TEXT),
    })),
    history: issue.history.slice(-MOST_ITEMS).map((entry) => ({
      ...entry,
      note: entry.note === null ? null : cut(entry.note, MOST_TEXT),
    })),
  }
}

/** At most so many UTF-16 units, never half a character, with an ellipsis where something is missing. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const end = text.slice(0, most - 1)
  return `${/[\uD800-\uDBFF]$/.test(end) ? end.slice(0, -1) : end}…`
}
