import type { Migration } from '../migrate.ts'
import { calls } from './0001-calls.ts'
import { rules } from './0002-rules.ts'
import { customers } from './0003-customers.ts'
import { callEvents } from './0004-call-events.ts'
import { issues } from './0005-issues.ts'
import { notify } from './0006-notify.ts'
import { outcomeCard } from './0007-outcome-card.ts'
import { cases } from './0008-cases.ts'
import { assist } from './0009-assist.ts'
import { attention } from './0010-attention.ts'
import { audit } from './0011-audit.ts'

/** In order of version, without a hole. One that was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  calls,
  rules,
  customers,
  callEvents,
  issues,
  notify,
  outcomeCard,
  cases,
  assist,
  attention,
  audit,
]
