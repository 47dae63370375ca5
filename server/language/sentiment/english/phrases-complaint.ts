import { type PhraseGroup } from './phrase-group.ts'

/**
 * What dissatisfied callers say, as a recogniser writes it. Weights are on the lexicon's scale (-4 to 4):
 * -1 a trouble stated as a fact, -1.5 waiting and effort, -2 effort that was in vain or repeated, -2.5 a
 * judgement of the company, -3 anger and escalation, -3.5 contempt, or the threat to leave.
 */
export const COMPLAINT_PHRASES: readonly PhraseGroup[] = [
  {
    weight: -1,
    why: 'A trouble stated as a fact: it is why people call, and no sign of temper by itself.',
    phrases: `
      doesn't|does_not|don't|won't|didn't|wouldn't|isn't|not|never|hasn't work|working|worked
      doesn't|won't|didn't|wouldn't|can't load|open|connect|start|respond|update
      stopped|stops working|responding
      keeps|kept|keep crashing|freezing|failing|dropping|disconnecting|buffering|restarting|cutting
      keeps|kept|keep on crashing|freezing|failing|dropping|disconnecting
      went|goes|gone|going down again
      cut|cuts|cutting out|off
      can't|cannot|couldn't log|sign|get in|on|into
      having|have|had trouble|problems|issues|difficulty
      not|never|hasn't|haven't|didn't received|arrived|receive|arrive|come|show
      hasn't|haven't been delivered|refunded|fixed|resolved|credited
      error message
      out of order
      went wrong
      double|over|wrongly|twice charged|billed
      charged|billed me? twice|wrongly|incorrectly
      wrong item|size|amount|order|address|color|colour|price|bill
      doesn't|don't make any? sense
      not|isn't|wasn't|aren't right|correct|accurate`,
  },
  {
    weight: -1.5,
    why: 'Waiting, and effort that the caller did not want to make.',
    phrases: `
      on hold for|since|forever
      been|was|kept|put|sat|left|keep|still on hold
      on hold again
      still|been|keep|kept waiting
      waiting for hours|days|weeks|months|ages|forever|so
      waited for? hours|days|weeks|months|ages|forever
      took|takes|taking|take|taken too|so|this|that|forever|ages|way long?
      how much longer
      how many times
      long wait|hold|queue
      no one|body's answers|answering|answered|responded
      getting the|a run around|runaround
      given the|a run around|runaround
      passed|bounced|sent|transferred around
      pillar to post
      still|yet no|nothing|haven't|hasn't answer|refund|response|reply|word|luck|heard|changed|happened
      still|yet not|haven't|hasn't received|got|gotten|heard|fixed|resolved|working|arrived|been
      still|yet doesn't|don't|won't|isn't|can't work|working|understand
      again and again
      over and over again?
      every single time|day|month|week
      all the time
      on my own time`,
  },
  {
    weight: -2,
    why: 'Effort that was in vain, or had to be repeated.',
    phrases: `
      second|third|fourth|fifth|sixth|tenth|hundredth time
      the umpteenth time
      three|four|five|six|seven|eight|ten times already|now|today
      called|phoned|rang|emailed|asked|told|explained|complained|tried|spoken|spoke three|four|five|six|ten|several|multiple|many|countless times
      call|phone|ring|email|ask|tell|explain you|them|this? again
      already told|explained|said|called|gave|sent|paid|did|done|tried|answered|spoke|spoken
      have|having to repeat myself|everything
      keep|kept|keeps having|telling|asking|calling|getting|being|explaining|repeating|charging|billing
      nobody|noone|no_one|they|you|she|he never called|rang|phoned|got|came|responded|replied|answered|showed
      nobody|noone|no_one called|rang|phoned|got|calls|rings|gets|came|responded|replied|answered|showed
      nobody|noone|no_one has|had|have called|responded|replied|fixed|contacted|answered|got
      nobody|noone|no_one can|could|will|would|seems|wants|is help|helping|tell|explain|fix|answer|to
      nobody|noone|no_one knows|cares|listens|helps|understands|helped|answers
      didn't|doesn't|never|don't|not|haven't|hasn't call|called|get|got|phone|ring|rang me? back
      haven't|hasn't|never|not heard anything? back|from
      been|was|got|keep|kept transferred|passed|bounced|cut|hung
      transferred|passed me? from|between|again|around|three|four|five
      hung up on
      hang up on
      disconnected|dropped again
      nothing|never|nobody gets|got|has|was|been done|fixed|solved|resolved|sorted|happened|changed
      getting|got|get|going|went nowhere
      no help at? all?
      didn't|doesn't|not|hasn't|never help|helping|helped at? all?
      wasted my|so|a|an|all
      waste|wasting of? my? time|money
      lost my|our patience
      run|ran|running out of patience
      out of my pocket
      missed a|my|two|three day|days|flight|appointment|deadline of?
      took|taken time off work
      not|isn't|wasn't|never good enough
      not|isn't|wasn't what i ordered|asked|paid|wanted|was`,
  },
  {
    weight: -2.5,
    why: 'A judgement of the company, of its people or of what it sells.',
    phrases: `
      not|isn't|aren't|wasn't|never|no longer? happy|satisfied|pleased|impressed|amused
      not|isn't|wasn't acceptable|fair|okay|professional|helpful|reasonable
      don't|doesn't|didn't care|listen|understand anything? me|about?
      don't|doesn't|didn't know what they're|you're|he's|she's|they|you are? doing|talking
      bad|poor|terrible|awful|worst|horrible customer? service|experience|company|support
      let me|us down
      fobbed off
      brushed|fobbed|palmed me off
      lied to me?
      lying to me
      false|misleading advertising
      hidden fee|fees|charge|charges
      rip off
      ripped|ripping me|us|people|customers off
      ripped off
      taken advantage of
      overcharged|overcharging me?
      charged|charging me|us for something|nothing|things
      should not|never have|be happened|happen|to
      shouldn't have|be to? happened|happen|call|wait|pay|so
      makes|made me|no sense|sick
      no excuse for?
      there's no excuse
      what a joke|mess|shame|disaster|nightmare
      it's|this|is such? a|an joke|mess|disaster|nightmare|disgrace
      piece|load|bunch of junk|crap|garbage|rubbish|trash|liars|idiots|thieves
      fed up with? this|you?
      sick of this|it|your|waiting|calling|hearing
      sick and tired
      tired of this|it|your|waiting|calling|hearing|being|getting
      enough of this|it|your|you
      had enough
      had it with
      can't|cannot believe this|you|it|that|how
      kidding|joking me
      you've got to be kidding|joking
      are you serious|kidding|joking
      not my fault|problem
      worse than|and|every
      going downhill
      falling|fell|fallen apart
      wouldn't|don't|can't|couldn't|cannot|never recommend`,
  },
  {
    weight: -3,
    why: 'Anger, and asking for somebody above the agent.',
    phrases: `
      speak|talk|speaking|talking to|with a|your|the|another? manager|supervisor|boss
      want|need|get me? a|your|the manager|supervisor|boss
      put me through to a|your|the? manager|supervisor
      somebody|someone|anybody|anyone|person in charge
      somebody|someone|anybody|anyone higher up
      speak|talk to somebody|someone|anybody|anyone else|who|competent|higher|real|above
      make|file|lodge|raise|making|filing|submit a|an? formal? official? complaint
      this is|it's so|just|absolutely|totally|completely|beyond? ridiculous|unacceptable|outrageous|disgraceful|insane|absurd|unbelievable
      absolutely|totally|completely|just ridiculous|unacceptable|useless|outrageous|disgusting
      driving me crazy|mad|insane|nuts
      beyond a joke
      last straw
      end of my rope|tether
      how dare you
      shame on you
      what is wrong with you|these
      what's wrong with you|these people
      what the hell|heck|fuck
      give me my money|refund
      want|need|demand my money back
      gave|give|giving up on
      stop calling|wasting|lying|charging me?`,
  },
  {
    weight: -3.5,
    why: 'The threat to leave, to sue or to go public, and contempt.',
    phrases: `
      take|taking|took my business elsewhere
      go|going|switch|switching|move|moving|leave|leaving to|for a|another|your competitor|competitors|provider|company|bank
      losing|lose|lost a|me as? a? customer
      never|not do|doing|use|using|buy|buying|shop|shopping|order|ordering|deal|dealing business? with? you|from|here|this|them|again
      last time i|you use|order|buy|call|shop
      cancel|cancelling|close|closing everything|all|my? of? it|account|accounts because|immediately|today|right
      get|getting|call|calling|contact|contacting|hire|hiring a|my lawyer|solicitor|attorney
      hear|hearing from my lawyer|solicitor|attorney
      see you in court
      take|taking you|this to court
      report|reporting you|this|them to
      better business bureau
      going to|the ombudsman|regulator|press|media
      worst company|service|experience|bank|airline|provider|support|customer ever|i've?
      complete|total|absolute|utter waste|disaster|disgrace|joke|nightmare|mess|crap|rubbish|incompetence`,
  },
]
