import { type PhraseGroup } from './phrase-group.ts'

/**
 * Procedure and small talk: a phrase here says nothing about mood, whatever its words mean elsewhere, and
 * what it covers is not looked at by itself.
 */
export const PROCEDURAL_PHRASES: readonly PhraseGroup[] = [
  {
    weight: 0,
    why: 'Said in calm calls as often as in others.',
    phrases: `
      would|i'd|we'd|you'd|he'd|she'd like
      looks|look|sounds|sound|feels|seems|something|anything|stuff|things like
      like a|to|this|that|the|i|you|so|my|an|it
      no|yes thank you
      no|yes thanks
      no that's it|all|everything
      that's all|it|everything
      customer care|service|services|satisfaction|support
      health|home|medical|dental|child|primary|urgent|vision care
      take|taking|taken|took care of
      what|how can|may|could i|we help
      how|what can|may i|we do
      can|could|would|will you please? help
      need|want|looking|get|ask|asking|call|calling some|for|to? a? little? help|assistance with?
      help|assist you|me|us|them with?
      what|what's|what_is the|your? problem|issue|trouble|matter
      seems|seem to be the problem|issue|trouble|matter
      credit|debit card|cards|score|limit|union|note|check
      security code|question|questions|number|check|deposit|system|answer
      social security
      fraud|complaints|disputes|collections|claims|crisis team|department|line|form|desk
      insurance|damage|file|filing|accident|warranty|travel a? claim|claims
      lost or stolen
      report|reporting|reported a|my|the lost|stolen
      lost|misplaced|stolen my|the|a card|phone|wallet|purse|password|pin
      death|birth|marriage certificate
      life|car|health|home|travel|accident|disability insurance
      gas|electric|electricity|water|utility|phone|internet bill
      late|cancellation|annual|monthly|overdraft|service|processing fee|fees|charge|charges
      credit|debit|charge back|account|it
      free of charge
      toll|duty|tax|interest|feel free
      trial|free period|trial|version|plan|month
      interest rate|rates|charge
      cancel|cancelling|canceling|reschedule|postpone my|the|an|a|it|that|this|our
      to cancel|stop|block|dispute|report|dispose|change|freeze|close|terminate|withdraw|remove|delete
      cut|cutting off date|time
      best|right time|number|way|day|place to|for
      place|put|placing|putting you on hold|a
      dead line
      worst case
      to be honest
      trust|trustee|trusted account|accounts|fund|device
      pretty much|sure
      share|shared|sharing|shares your|my|the|screen|account|with|plan|price|data
      account is|was|has been? blocked|locked|suspended|frozen|closed
      blocked|locked|suspended|frozen|closed my? account|card
      pin|password|card|account blocked|locked|number|reset
      hard|soft reset|drive|copy|pull|inquiry
      emergency contact|number|line|exit|services
      first|last|middle|full|maiden|best name
      natural|customer|super? mother's? name|market|gas
      super market|bowl
      sorry can|could|may|what|i|did|to|about|say|would|was
      oh|i'm sorry about|to|for|can|what|i|could
      pardon|excuse me
      i|we apologise|apologize for
      no sir|ma'am|madam|i|it|not|that's|just|we|the|you|they|there
      if there's|there_is any problem|problems|issue|issues
      any|other|more problem|problems|issue|issues|questions|concerns|trouble
      no other|further|more|other problems|issues|questions|concerns
      god bless
      the|a|my|your|our|this ticket|case|claim|complaint|dispute|incident|fault number|reference|id`,
  },
]
