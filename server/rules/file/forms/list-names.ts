/** The form of a list's name, which is also the name of its file. */
export const LIST_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Names of lists and slots in `<>` within a phrase, without those that it gives them, and where they stand. */
export function listNamesIn(text: string): readonly { readonly name: string; readonly offset: number }[] {
  return [...text.matchAll(/<(?:[a-z0-9-]+:)?([a-z0-9-]+)>/g)].map(({ 1: name = '', index }) => ({
    name,
    offset: index,
  }))
}
