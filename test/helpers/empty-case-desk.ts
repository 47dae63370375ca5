import type { AlertCase, CaseDesk } from '../../server/contracts/alert-case.ts'
import { AppError } from '../../server/contracts/errors.ts'

/** A desk without any cases, for tests of everything else. */
export const EMPTY_CASES: CaseDesk = {
  list: async (): Promise<readonly AlertCase[]> => [],
  get: async () => null,
  act: () => Promise.reject(new AppError('NOT_FOUND')),
  whisper() {
    throw new AppError('NOT_FOUND')
  },
}
