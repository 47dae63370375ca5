interface LinkedCall {
  readonly callId: string
  readonly agentId: string | null
}

/** The place in the telephone system that belongs to this call; null: the site has named none. */
export function callLink(template: string | null, { callId, agentId }: LinkedCall): string | null {
  if (template === null) return null
  return template
    .replaceAll('{callId}', encodeURIComponent(callId))
    .replaceAll('{agentId}', encodeURIComponent(agentId ?? ''))
}
