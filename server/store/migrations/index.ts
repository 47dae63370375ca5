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
import { notices } from './0012-notices.ts'
import { holdingBack } from './0013-holding-back.ts'
import { places } from './0014-places.ts'
import { quality } from './0015-quality.ts'
import { figures } from './0016-figures.ts'

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
  notices,
  holdingBack,
  places,
  quality,
  figures,
]
