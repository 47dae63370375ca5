import { expect, test } from 'vitest'
import { IssueBoard } from '../../../agent-console/src/data/issue-board.ts'
import type { Issue } from '../../../server/contracts/issue.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

const MAP = {
  since: wallMs(0),
  codes: [],
  cells: [],
  coverage: { contacts: 4, coded: 1, uncodedWords: [] },
}

const settle = async (): Promise<void> => {
  for (let step = 0; step < 8; step += 1) await Promise.resolve()
}

/** A board between a server that answers and a socket that tells. */
function setUp() {
  const clock = new ManualClock(0)
  const server: { list: readonly Issue[] | null } = { list: [] }
  let tell = (): void => undefined
  const state: { issues: ReadonlyMap<string, Issue> | null } = { issues: null }
  const board = new IssueBoard({
    clock,
    api: {
      list: async () => {
        if (server.list === null) throw new TypeError('no network')
        return server.list
      },
      map: async () => MAP,
    },
    live: {
      state,
      subscribe: (listener) => {
        tell = listener
        return () => (tell = () => undefined)
      },
    },
    onChange: () => undefined,
  })
  const live = (...issues: Issue[]): void => {
    state.issues = new Map(issues.map((issue) => [issue.issueId, issue]))
    tell()
  }
  return { board, clock, server, live }
}

const titles = (board: IssueBoard) => [...board.issues.values()].map(({ title }) => title)

test('joins what is answered and what comes live, each issue in its newest copy', async () => {
  const { board, server, live } = setUp()
  server.list = [buildIssue({ revision: 2, title: 'Listed' })]
  board.start()
  expect(board.known).toBe(false)
  live(buildIssue({ revision: 3, title: 'Live' }))
  await settle()
  expect(titles(board)).toEqual(['Live'])
  board.add(buildIssue({ revision: 4, title: 'Answered' }))
  expect(titles(board)).toEqual(['Answered'])
  expect(board.map).toEqual(MAP)
})

test('says what is new, but not of what was there at the beginning, nor twice', async () => {
  const { board, server, live } = setUp()
  const first = buildIssue({ issueId: 'a', title: 'First' })
  server.list = [first]
  board.start()
  await settle()
  expect([board.said, board.unseen]).toEqual(['', 1])
  live(first, buildIssue({ issueId: 'b', title: 'Second' }))
  expect([board.said, board.unseen]).toEqual(['New issue: Second.', 2])
  live(first, buildIssue({ issueId: 'b', title: 'Second', revision: 2, state: 'owned' }))
  expect(board.unseen).toBe(1)
})

test('keeps what it knows while the server is silent, says so, and goes on asking', async () => {
  const { board, server, clock } = setUp()
  server.list = [buildIssue()]
  board.start()
  await settle()
  server.list = null
  clock.advance(60_000)
  await settle()
  expect([board.failed, board.known, board.issues.size]).toEqual([true, true, 1])
  server.list = [buildIssue({ revision: 9, title: 'Back' })]
  board.look()
  await settle()
  expect([board.failed, ...titles(board)]).toEqual([false, 'Back'])
  board.close()
  clock.advance(600_000)
  await settle()
  expect(clock.waiting).toBe(0)
})
