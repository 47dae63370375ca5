import type { AssistDesk } from '../../server/contracts/assist.ts'
import { AppError } from '../../server/contracts/errors.ts'

function none(): never {
  throw new AppError('NOT_FOUND')
}

/** Knows no article and no call, for tests that are about something else. */
export const EMPTY_ASSIST: AssistDesk = {
  article: none,
  search: () => [],
  label: async () => none(),
  context: async () => none(),
  wrapUp: async () => none(),
  saveWrapUp: async () => none(),
}
