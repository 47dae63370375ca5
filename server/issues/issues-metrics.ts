import { Counter, Gauge, Histogram, type Registry } from '../platform/metrics.ts'

export interface IssuesMetrics {
  readonly contacts: Counter<'channel' | 'coded'>
  readonly opened: Counter<'kind'>
  readonly notices: Counter<'kind'>
  readonly told: Counter<'state'>
  readonly failures: Counter<'what'>
  readonly stateBytes: Gauge
  readonly busyMs: Histogram<'step'>
}

export interface MeasuredNow {
  readonly openIssues: number
  readonly liveCalls: number
  readonly lines: number
  readonly tooLate: number
}

export function createIssuesMetrics(registry: Registry, now: () => MeasuredNow): IssuesMetrics {
  measureNow(registry, now)
  const registers = [registry]
  return {
    contacts: new Counter({
      name: 'earshot_issues_contacts_total',
      help: 'Parts of contacts that were taken, by channel and whether a code was found in them.',
      labelNames: ['channel', 'coded'],
      registers,
    }),
    opened: new Counter({
      name: 'earshot_issues_opened_total',
      help: 'Issues that were noticed or came back, with a code or without.',
      labelNames: ['kind'],
      registers,
    }),
    notices: new Counter({
      name: 'earshot_issues_notices_total',
      help: 'Changes of the number of contacts, and feeds that started or stopped.',
      labelNames: ['kind'],
      registers,
    }),
    told: new Counter({
      name: 'earshot_issues_lines_told_total',
      help: 'Matches published for lines of digital teams, by state.',
      labelNames: ['state'],
      registers,
    }),
    failures: new Counter({
      name: 'earshot_issues_store_failures_total',
      help: 'Writes of the issues room that the store did not take.',
      labelNames: ['what'],
      registers,
    }),
    stateBytes: new Gauge({
      name: 'earshot_issues_state_bytes',
      help: 'Size of the detection state as last saved.',
      registers,
    }),
    busyMs: new Histogram({
      name: 'earshot_issues_busy_ms',
      help: 'How long one step held the event loop, in milliseconds: a tick of the minute, or saving the state.',
      labelNames: ['step'],
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      registers,
    }),
  }
}

function measureNow(registry: Registry, now: () => MeasuredNow): void {
  const gauge = (name: string, help: string, of: keyof MeasuredNow): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(now()[of])
      },
    })
  }
  gauge('earshot_issues_open', 'Issues that are not closed.', 'openIssues')
  gauge('earshot_issues_live_calls', 'Live calls that are listened to as contacts.', 'liveCalls')
  gauge('earshot_issues_lines', 'Lines of digital teams that agents are told now.', 'lines')
  gauge('earshot_issues_contacts_too_late', 'Contacts of more than three hours before they came.', 'tooLate')
}
