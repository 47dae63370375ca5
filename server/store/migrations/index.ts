import type { Migration } from '../migrate.ts'
import { calls } from './0001-calls.ts'

/** In order of version, without a hole. One that was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [calls]
