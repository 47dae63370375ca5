import type { RulesState } from '../contracts/rules-state.ts'
import { createFigures, type FiguresOptions, type FiguresRoom } from '../figures/figures-room.ts'
import type { Settings } from './settings.ts'

/** The figures room, which calls rules what their files call them now. */
export function makeFigures(
  common: Omit<FiguresOptions, 'timeZone' | 'ruleTitles'>,
  { timeZone }: Pick<Settings, 'timeZone'>,
  rules: () => Pick<RulesState, 'rules'>,
): FiguresRoom {
  const ruleTitles = (): ReadonlyMap<string, string> =>
    new Map(rules().rules.map(({ id, title }) => [id, title]))
  return createFigures({ ...common, timeZone, ruleTitles })
}
