interface Listened {
  readonly callId: string
  readonly agentId: string | null
}

/** Where the telephone system lets somebody listen to this call; null: the site has named no place. */
export function listenLink(template: string | null, { callId, agentId }: Listened): string | null {
  if (template === null) return null
  return template
    .replaceAll('{callId}', encodeURIComponent(callId))
    .replaceAll('{agentId}', encodeURIComponent(agentId ?? ''))
}
