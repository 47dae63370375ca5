import { type PhraseGroup } from '../phrase-group.ts'

/** What people write and do not say on the telephone, or mean otherwise there. A phrase of weight 0 hides its words. */
export const WRITTEN_PHRASES: readonly PhraseGroup[] = [
  {
    weight: 0,
    why: 'Figures of speech, names of things, and asking for help: no sign of mood.',
    phrases: `
      might|may as well
      wish list
      can|could|would|will you|someone|anyone|somebody please? help
      need|want|wants|needed|get|getting help
      help me|us? with|to|find|me|us
      credit|debit card|cards|note|limit|score
      customer|tech|technical|phone|online|chat|live|email|your|the support|care|service
      free trial|shipping|delivery|version|app|wifi
      hard drive|drives|disk|copy|copies|core
      share your|my|the|this
      hand over|in|out
      would|i'd|we'd|you'd like
      no excuse not
      no thanks|thank
      no thank you
      kind|kinds|kinda|sort|sorts of
      can't|cant|cannot help
      dead line|end
      fire drill|alarm|wall
      pretty much|sure`,
  },
  {
    weight: 0.6,
    why: 'Putting somebody at ease.',
    phrases: `
      don't|dont|not|never worry
      no worries|worry`,
  },
  {
    weight: 0.3,
    why: 'A reminder or an invitation.',
    phrases: `
      don't|dont|never forget|miss`,
  },
  {
    weight: -1,
    why: 'Regret, doubt and small troubles.',
    phrases: `
      my bad
      oh no
      uh oh
      out of control|order|stock|power|luck
      can't|cant|couldn't|cannot sleep|find|figure|get|see|stop
      long day|night|week
      miss|missed|misses|missing you|him|her|my|the|home|them|it|out
      woke up
      i|we wish
      need|needs more? sleep|coffee|help
      no|don't have any? idea
      not sure
      no way
      no power|internet|phone|water|sound|answer|reply|response|signal|service|wifi
      so|i'm|im|am|very|really sorry`,
  },
  {
    weight: -2,
    why: 'Disappointment and annoyance.',
    phrases: `
      sick|tired|weary of
      fed up
      sick and tired
      too bad
      what a|an shame|pity|waste|joke|mess|nightmare
      good grief|riddance
      yeah right
      just my luck
      epic|major|total|huge fail
      let down|downs
      sad|angry|mad face
      boo hoo
      get|gets|got on my nerves
      falling|fell|fall apart
      waste|wasting|wasted of|my? time
      can't|cant|cannot stand
      don't|doesn't|dont|doesnt care
      wish i|we could|had|was|were|didn't|hadn't
      no fun|good|use|help|luck|joy|hope|point
      not fun|funny|cool|happy|helpful|nice|good|great|amused|impressed
      no longer works|work|working|available|supported
      what the hell|heck|fuck
      wtf is|was|are
      kill|killing|kills me
      want|wants|wanted to cry|die|scream|hurl|puke
      makes|made|making me? sick|cry|mad|angry|sad`,
  },
  {
    weight: -3,
    why: 'Anger and contempt.',
    phrases: `
      pissed|pissing me? off
      thanks for nothing
      piece of shit|crap
      go to hell
      screw|fuck you|this|that|them|off
      i hate
      never again`,
  },
  {
    weight: 1.5,
    why: 'Greetings, wishes and content.',
    phrases: `
      good|great|nice morning|evening|night|luck|job|work|one|call|idea|day|weekend|stuff
      best wishes
      bad|kick|kicks|kicked|kicking ass
      the shit|bomb
      look|looking|looks forward
      happy dance|face
      i'm|we're|is|so in love
      can't|cant|couldn't get enough
      couldn't|can't agree more
      never fails|disappoints|disappointed
      hell|fuck|heck yes|yeah|yea
      wouldn't|wouldnt it|that be? nice|great|cool|awesome|fun
      well|very_well|nicely done|deserved|said|played
      to die for
      dying to
      made my? day|night|week
      so much fun|love
      fun times
      can|could always count on`,
  },
  {
    weight: 2.5,
    why: 'Joy and praise.',
    phrases: `
      can't|cant|cannot|couldnt|can_not wait
      couldn't|can't be happier|better|prouder
      so|super|very|really|too|most excited|happy|proud|good|great|cool|awesome|amazing|fun
      i|we love|heart
      love|loved|loving it|this|that|your|the|my|you|u|ya
      happy birthday|bday|anniversary|friday|holidays|easter|christmas|thanksgiving`,
  },
]
