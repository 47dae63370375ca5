import type { IssueActionType } from '../../../../server/contracts/issue-desk.ts'

/** Single keys for what is done most, while no field has the keyboard. */
export const ACTION_KEYS: Readonly<Partial<Record<IssueActionType, string>>> = {
  acknowledge: 'a',
  own: 'o',
  advise: 't',
  fixed: 'f',
  silence: 's',
  note: 'n',
  close: 'c',
  reopen: 'r',
}
