"""Cue words: the patterns by which the kind of a question is recognised."""

import re

ASKING = (
    "who|what|where|when|which|how|why|can|could|do|does|did|is|are|may|must|should|will|would|whom|whose|am|has|have"
)


def _any(*alternatives: str) -> re.Pattern[str]:
    """A pattern that any of the alternatives matches, whatever the case."""
    return re.compile("|".join(alternatives), re.I)


MOEC = _any(r"\bMOEC\b", r"\b(?:state|statewide) association\b", r"\bOrganization of Educational")
ASKS = _any(rf"^\W*(?:and |so |but |ok |okay |then )*(?:{ASKING})\b")
FOLLOW_START = _any(
    r"^\W*(?:(?:no|sorry|oh|well)\W+)*i mean\b",
    r"^\W*(?:and )?(?:only|just) (?:the |those |ones )?(?:in|for|near|around|from|on)\b",
    r"^\s*(?:ok(?:ay)?,? )?(?:and|but|so|or|also|then|what about|how about|what if|same|anything|any|which one)\b",
    r"^\s*(?:ok(?:ay)?,? )?(?:does that|is that|do they|are they|is it|does it|where does it|in that case|thanks?,?)\b",
)
BARE = _any(
    r"^\W*(?:what|who|when|how (?:much|long|high|many))(?:'s|s| is| are| was| were) the "
    r"(?:thresholds?|limits?|deadlines?|dates?|steps?|rules?|exceptions?|penalt(?:y|ies)|fees?|costs?|cutoffs?|amounts?|"
    r"requirements?|conditions?|terms?|reasons?|criteria|consequences?|vote|process|procedure|options?)\W*$",
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|then),? )*(?:what )?(?:happens? |would happen |will happen )?if "
    r"(?:i|we|they|he|she|you|it|that|this|one|someone|nobody|the \w+) ?(?:just |simply |still |really )*"
    r"(?:do|does|did|can|could|will|have|has|is|are)(?:n['’]?t| not)(?: \w+)?\W*$",
    r"^\W*(?:and )?what happens to (?:someone|anyone|people|those|a member|members) who "
    r"(?:refuses?|do(?:es)?(?:n['’]?t| not)|skips?|never do(?:es)?)(?: it| that| so)?\W*$",
)
"""A question on 'the limit', 'the steps', 'if we do not': of what was spoken of before."""
NEW_TOPIC = _any(r"\b(?:different|another|new|other|separate) (?:question|topic|thing)\b|\bunrelated\b|\bstart over\b")
ANAPHORA = _any(
    r"\b(?:they|their|theirs|them|(?<!is )it|it(?! (?:true|ok|okay|possible|legal|allowed|normal|right)\b)|its|"
    r"that|those|these|there|one|ones|same|either|mine|ours|the (?:rest|remainder|others)|"
    r"this(?! (?:school |coming |fiscal )?(?:year|month|week|summer|fall|spring|winter|september|january|june)))\b"
)
THEY = _any(r"\b(?:they|them|their)\b")
OF_THEM = _any(r"\b(?:do|does|did|are|can|will|would|have) they\b|\bthem\b")
THEIRS = _any(r"\b(?:its|their|theirs)\b")
PRONOUN = _any(r"\b(?:he|she|him|her|his|hers)\b")
POINTS = _any(PRONOUN.pattern, THEY.pattern, r"\b(?:its?|that|this|those|these|one)\b")
"""A word that stands for what was spoken of before."""
PERSON = _any(
    r"\b(?:son|daughter|child|kid|student|boy|girl|grandson|granddaughter|nephew|niece|brother|sister|toddler)\b",
    r"\b(?:teen(?:ager)?|baby)\b",
)
FAMILY = _any(
    r"\b(?:my|our) (?:[\w-]+ ){0,3}?"
    r"(?:year[- ]olds?|son|daughter|child|kid|boy|girl|grand\w+|nephew|niece|brother|sister|toddler|teen\w*|baby|ex)\b",
    r"\b(?:he|she|him|her|parents?|mom|mother|dad|father|foster|grand(?:ma|pa|mother|father|son|daughter))\b",
    r"\b(?:do|can|will|must|should) i (?:have to )?(?:pay|sign|refuse|say no|visit|choose|get)\b",
)
OFFICIAL = _any(
    r"\b(?:treasurer|business manager|executive director|board (?:chair|member|meeting))s?\b",
    r"\b(?:chair of|auditor|surplus|audit|annual report|collaborative agreement|board of directors)\b",
    r"\b(?:district|town|member)s? (?:to )?(?:joins?|leaves?|withdraws?)\b|\b(?:amend|join|leave) (?:the|a|our) "
    r"(?:agreement|collaborative)\b",
    r"\bour (?:board|agreement|collaborative|district|treasurer|town|members?|committee|budget|audit|staff)\b",
    r"\b(?:school committees?|superintendents?|bylaws|fiscal|procure\w*|member districts?|quorum|open meeting)\b",
    r"\b(?:non-?member districts?|assessments? (?:of|to|for) (?:the )?(?:members?|districts?)|capital reserve)\b",
    r"\b(?:(?:may|can|must|should|do) we|we (?:may|can|must|should|want to|need to|have to)) (?:also )?"
    r"(?:charge|bill|invoice|hire|employ|fire|borrow|lend|lease|buy|purchase|bid|amend|adopt|spend|invest|audit|"
    r"dissolve|admit|expel|budget|hold|post)\b",
    r"\b(?:run|lead|direct|head) (?:a|the|this) collaborative\b|\b(?:new|incoming|interim) (?:executive )?director\b",
    r"\b(?:dese|the department|the state) (?:reviews?|audits?|visits?) us\b",
    r"\b(?:an?|the|our|my) (?:appointed )?rep\b|\bour (?:ed|exec\w*|director|business (?:manager|office))\b",
)
STAFF = _any(
    r"\b(?:at|for|to|in|of|by) our (?:schools?|districts?|students?)\b",
    r"\bour (?:district|school) (?:is|needs?|has|wants?)\b",
    r"\b(?:sped|special ed\w*|out[- ]of[- ]district|ood|student services) (?:coordinator|director|administrator|chair)",
    r"\bteam chair\w*\b|\bplacement for (?:a|an|one of our) (?:\w+[ -])?(?:student|grader)|\bone of our students\b",
    r"\bi(?:'m|’m|m| am) (?:a|an|the) (?:\w+ )?(?:principal|guidance counselor|coordinator|school psychologist)\b",
)
DEFINES = _any(
    r"^\W*(?:and |so )?(?:what(?:'s|s| is| are| was| does)|define|meaning of|explain)\s+(?:an? |the )?"
    r"(?:[\w.&'-]+\s*){1,4}"
    r"(?:mean|stand for|do)?\W*$",
    r"\b(?:mean(?:s|ing)?|stands? for|defin\w+|acronym|abbreviation|differen\w+)\b",
)
PAST = _any(
    r"\b(?:19|20)\d\d\b|\b(?:histor\w+|began|first|origin\w*|before|used to|former\w*|once|past|ago|reform\w*)\b",
    r"\b(?:when|why) (?:was|were|did)\b|\bchanged?\b|\bset up\b|\bhow old\b",
)
UNKNOWN = _any(
    r"\b(?:do(?:n['’]?t| not)|doesn['’]?t|does not|can(?:['’]?t|not)) (?:you(?:r \w+)? |they |it )?"
    r"(?:know|have|hold|cover|say|tell|answer)\b",
    r"\b(?:not|never) (?:know|have|read|seen|covered|confirmed|sure)\b",
    r"\b(?:missing|gaps?|open points|unknown|unconfirmed|lack\w*)\b",
    r"\bhow (?:complete|reliable|sure|good)\b|\byour (?:documents|sources|information)\b|\bverified\b",
)
"""A question on what the documents do not hold, or how sure they are."""
MOVING = _any(r"\b(?:mov(?:e[ds]?|ing)|relocat\w+)\b")
SOURCE = _any(
    r"where (?:does|do|did) (?:it|that|this|they|you|the (?!money|funds?|funding|students|staff|teachers)\w+) "
    r"(?:say|come from|get (?:it|that|this)\b)",
    r"where is (?:that|this|it) (?:written|stated|from)",
    r"(?:what|which)(?:'s| is)? (?:the |your )?(?:source|citation|cite|law|regulation|rule) (?:for|is|says?|of) "
    r"(?:that|this|it)",
    r"^(?:and )?(?:your )?source\??$|says who|can you cite",
    r"(?:which|what) (?:section|regulation|reg|law|statute|provision|paragraph|subsection|part)"
    r"(?: of (?:the |our )?\w+)? (?:is|was|says?|has|covers?|sets?) (?:that|this|it|those)\b(?: rule| one)?"
    r"(?: in| from| under)?\W*$",
    r"(?:cite|citation|source|section number)(?: (?:for|of) (?:that|this|it))?\W*$",
    r"^\W*(?:and |ok |so )?(?:in |under )?(?:which|what) (?:section|regulation|provision|paragraph)\W*$",
    r"where (?:is|can i (?:find|read|see)|do i (?:find|read)|would i find) (?:that|this|it)"
    r"(?: in (?:the |our )?\w+)?\W*$",
)
COVERS = _any(
    r"\b(?:who|which(?: one| collab\w*)?)\b.{0,20}\b(?:covers?|serves?)\b.{0,12}\b(?:us|me|my|our|here|the town)\b",
    r"\b(?:who|which) is (?:ours|mine)\b|\bwho do we (?:belong|fall) (?:to|under)\b",
    r"^(?!.*\b(?:he|she|him|her|his|kid|son|daughter|child)\b).*\bwhat (?:can|could|should) (?:we|i) do\W*$",
    r"\bwhat is there for us\b",
    r"\bwhat (?:are|about) (?:our|my|the) options\b",
    r"^\W*(?:which|what)(?: ones?)?(?:'s| is| would be) (?:(?:the )?(?:clos|near)est\b|(?:[\w.'’-]+ ){1,3}in\W*$)",
)
_LAW = r"(?:regs?|regulations?|rules?|laws?|statutes?|cmr)"
_PLACE = r"(?:section|regulation|paragraph|provision|subsection|citation|cite|rule)"
_STATES = r"(?:covers?|says?|deals? with|governs?|requires?|sets?|is about|is on|about|for|on)"
SECTION = _any(
    rf"\b(?:which|what) {_PLACE}\b"
    r".*\b(?:covers?|says?|deals?|governs?|requires?|makes?|forces?|sets?|about|for|on|has|bars?|bans?|allows?|lets?)\b",
    rf"\b(?:which|what) part of (?:the |our )?(?:\d+ )?{_LAW}\b",
    rf"\bwhere (?:in|under|do|does) (?:the |our |what )?(?:\d+ )?{_LAW}\b",
    rf"\b(?:which|what) {_PLACE} (?:of|in) (?:the |our )?(?:\d+ )?{_LAW}\b",
    r"\b(?:which|what) (?:law|statute) (?:says|requires|lets|allows|bars|bans|governs|covers|makes|tells|forces)\b",
    r"\b(?:cite|citation|(?:legal|statutory) (?:basis|authority))\b.{0,12}\b(?:for|on|of|that)\b",
    rf"\bunder (?:which|what) (?:{_LAW}|sections?|provisions?|authority)\b",
    rf"\b(?:point me to|show me|give me|name|find) (?:the |a )?{_PLACE}\b",
)
SECTION_FRAME = _any(
    rf"^.*?\b(?:which|what) {_PLACE}(?: (?:of|in) (?:the |our )?(?:\d+ )?\w+(?: \d[\d.]*)?)?(?: {_STATES})?\b",
    rf"^.*?\b(?:which|what) part of (?:the |our )?(?:\d+ )?\w+(?: {_STATES})?\b",
    r"^.*?\bwhere (?:in|under) (?:the |our |what )?(?:\d+ )?\w+(?: \d[\d.]*)? "
    r"(?:would i find|does it say|is|are|does|do)\b(?: that)?",
    r"^.*?\bwhere do(?:es)? (?:the |our )?(?:\d+ )?\w+ (?:say|talk about|speak of|deal with|cover|mention)\b",
    r"^.*?\b(?:which|what) (?:law|statute) (?:says|requires|lets|allows|bars|bans|governs|covers|makes|tells|"
    r"forces)\b(?: that)?",
    r"^\W*(?:makes|forces|tells|obliges|requires|lets|allows)? ?(?:us|me|them|you) (?:to )?(?=\w+ )",
    r"^.*?\b(?:cite|citation|basis|authority) (?:for|on|of|that)\b",
    rf"^.*?\bunder (?:which|what) (?:{_LAW}|sections?|provisions?|authority)\b",
    rf"^.*?\b{_PLACE} (?:on|about|for|that)\b",
    r"\bplease\b",
)
"""What of a question for a citation is no part of its subject."""
CONTACT = _any(
    r"\b(?:phone|telephone|tel|call|number|contact|e-?mails?|reach|fax|address|street|located|location|headquarter\w*|hq)\b",
    r"\b(?:web ?site|(?<!on )site|url|web page|director|in charge|head of|heads|leads?|leader|runs|boss|"
    r"superintendent of|(?:talk|speak|write) (?:to|with) (?:over )?there)\b",
    r"\bwhere(?:['’]?s| is| are) (?:their|its|the) (?:main )?offices?\b",
)
WHO_TO_CALL = _any(
    r"\bwho (?:else )?(?:do|should|can|could|would|must) (?:i|we) (?:\w+ )?"
    r"(?:call|contact|talk|speak|reach|ask|e-?mail|write)\b(?!.*\b(?:there|they|their|it)\b)"
)
"""Whom a family turns to, which is the school district, where no collaborative is spoken of."""
MEMBERS = _any(
    r"\b(?:members?|memberships?|belong\w*|towns|districts|school systems|communities|cities|part of|joined|joins?)\b",
    r"\b(?:who is in|who's in|who (?:all|else) is in)\b",
)
NO_MEMBER = _any(
    r"\b(?:is|are|am|was|were)(?:n['’]?t| not|['’]re not) (?:even )?(?:an? )?(?:members?\b|part of|in\b|one of|"
    r"on (?:the|their) list)|\bwe['’]?re not (?:in|part of|members?)\b|"
    r"\bdo(?:es)?(?:n['’]?t| not) belong\b|\bnon-?member|\bnot (?:an? )?member|"
    r"\boutside (?:of )?(?:the|their|its) (?:towns|members|districts|area)\b",
)
"""Told: that the asker's town is no member."""
BARRED = _any(
    r"\b(?:can['’]?t|cannot|can not|never|not (?:allowed|able|eligible)|out of luck|no way)\b",
    r"\bwon['’]?t (?:be able|take)\b",
)
"""Supposed: that a student may not come."""
CLOSER = _any(
    r"\b(?:clos|near)(?:er|est)\b|\bhow (?:far|close|near)\b",
    r"^\W*(?:(?:so|and|but|ok|hi) )*(?:is|are) (?!there\b).{2,60}\b(?:near|close to|far from)\b",
)
TOGETHER = _any(r"\b(?:same|both|together|share)\b")
COLLABORATIVE = _any(r"\b(?:collab\w*|consorti\w*|co[- ]?ops?|educational service agenc\w*)\b")
A_COLLABORATIVE = _any(r"\b(?:an?|any) (?:\w+ )?collab\w*")
BELONGING = _any(
    r"\b(?:belong\w*|members?|memberships?|part of|serves?|serving|covers?|covered|join(?:ed)?|assigned)\b",
    r"\bin\b.*\bcollab|\bcollab\w*\s+(?:is|are|does|do|for)\b|\b(?:which|what|our|my|a|any) collab\w*|\bhave a collab",
)
BELONGS = _any(
    r"\b(?:which|what) (?:collab\w*|one) (?:is|are|am|would|will|does|do)\b.*"
    r"\b(?:in|be|belong\w*(?: to)?|part of|under)\W*$"
)
WHICH = _any(
    r"\b(?:which|what(?! (?:happens?|if|(?:can|should|do|must) (?:i|we)|are (?:my|our|the) rights))|"
    r"who|whose|where|ours|belong\w*|part of|members?|is (?:that|it) (?:one|true))\b|^\W*\w+\W*$"
)
PROGRAMS = _any(r"\b(?:programs?|school|class(?:es|room)?s?|offers?|offered|openings?|tuition)\b")
INSIDE = _any(
    r"\b(?:in|into|part of|members?|belongs?|joined|serves?|covers?|takes?|accepts?|with)\b",
    r"\bdo (?:\w+ )?(?:kids|students|children) (?:from|in|of) .*\bgo to\b",
    r"\bone of (?:them|those|these|its|the)\b",
)
COUNT = _any(
    r"\b(?:how many|number of)(?: of)?(?: the| these| such| active)?(?: massachusetts)?(?: educational| education)? "
    r"(?:collaboratives|collabs)\b",
    r"\bhow many (?:are there|exist)\b",
)
LIST = _any(
    r"\b(?:list|name|names of|show|give me)\b(?: me| all| of| the| every| educational| education)* "
    r"(?:collaboratives|collabs)\b",
    r"(?<!does )(?<!do )(?<!must )(?<!is )(?<!has )(?<!can )"
    r"\b(?:which|what|all|every)(?: of)?(?: the| other)? (?:educational |education )?collab\w*",
    r"\bcollaboratives (?:that|which|are there|in)\b",
    r"\b(?:do|does|did|are there|is there) (?:any|some)(?: of (?:the|these))? (?:educational |education )?collab\w*"
    r"(?! (?:have|has|need|must|get|charge|pay|close|fail|lose|want)\b)",
)
SAME_THING = _any(r"\bsame (?:thing|as|one)\b")
CONTRAST = _any(r"\bcompar\w*|\bdiffer\w*|\bversus\b|\bvs?\b|\bside by side\b", SAME_THING.pattern)
COMPARE = _any(CONTRAST.pattern, r"\bor\b")
WHERE = _any(
    r"\bwhere\b|\bwhich (?:school(?! district)|program|place|collab|class)|\b(?:is|are) there\b",
    r"\blooking for\b|\bfind\b",
    r"\b(?:any|some|a|an|the) (?:\w+ ){0,3}(?:program|school|class|classroom|place|site)s?\b",
    r"\bwhat(?:['’]s|s| is) (?:(?:out |up |over |down )?there|around|nearby|available)\b",
    r"\bwhat (?:are|would be) (?:our|my|the|his|her|their) choices\b(?! (?:if|when|after))",
    r"\bnear(?:by|est|er|est)?\b|\bclos(?:e|er|est) to\b|\boptions?\b|\bplaces?\b|\boffer(?:s|ed|ing)?\b",
    r"\bwho (?:offers?|does|provides?|runs?|has(?! to)|can(?! help)|do|takes?(?! (?:it|over))|teaches)\b",
    r"\bwho can i\b|\bdo you (?:have|know)\b|\bwho (?:is |else is )?(?:around|near) (?:here|us|me|there)\b",
    r"\b(?:schools?|programs?|class(?:es)?) (?:for|in|near|that)\b",
    r"\bwhat (?:do|does|would) (?:they|it) (?:have(?! to\b)|offer)\b",
    r"\banything (?:for|in|near|nearer|closer)\b|\bneeds? (?:a|an|some|to find)\b",
)
HAS = _any(
    r"(?:^\W*(?:\w+ ){0,3}?(?:do|does|did|can)|^[^?]{1,60}[,;:.] (?:do|does|did)) (?!(?:i|we)\b)(?:\S+ ){1,8}?"
    r"(?:have(?! to\b| (?:an?|any|the) (?:licen[cs]e|right|say|choice)\b)|"
    r"offer|provide|run|(?<!to )do(?! (?:that|this|it|so)\b)|teach|take|serve)\b",
    r"^\W*(?:\w+ ){0,2}?is there (?:anything|something|a (?:program|class|place)) (?:there|at (?:it|that one)) for\b",
    r"^\W*(?:\w+ )?(?:is|are) (?!(?:i|we|you|he|she|it)\b)(?:\S+ ){1,8}?(?:taking|accepting|serving)"
    r"(?! (?:new|any|more|part|place)\b)",
)
SEEKING = _any(
    r"\bwhere\b|\bwhich (?:collab|program|school(?! district))|\bwho (?:offers?|provides?|runs?)\b|\blooking for\b"
)
AROUND = _any(r"\b(?:near|nearby|around|close to|nearest|closest) ")
HELPERS = _any(r"\b(?:lawyers?|attorneys?|advocates?|law firms?|pediatricians?|doctors?|dentists?|psychiatrists?)\b")
"""Those who help a family and run no program."""
ANYWHERE = _any(
    r"\bwhere (?:can|could|should|do|would) (?:i|we) (?:send|put|place|take|bring) "
    r"(?:him|her|them|(?:my|our|a|the) [\w' -]{0,30}?"
    r"(?:son|daughter|child|kid|boy|girl|student|teen|nephew|niece|grand))",
    r"^\W*(?:find|i need|i want|looking for|need|help me find|i'm looking for) (?:me )?(?:a|some) "
    r"(?:program|school|place|class)\W*$",
)
PLACE_TOLD = re.compile(
    r"(?i)\W*(?:(?:hi|hello|hey|so|ok|well)\W+)*"
    r"(?:i|we|my family|(?:my|our) (?:son|daughter|kid|child)(?: has an iep)?)(?:['’](?:m|re|ve))? ?"
    r"(?:(?:just|recently|currently|now|all|are|am|is|have|has|lives?|moved?|moving|stay|going|from|over|to|in) ?)+"
    r"(?:\S+ ?){1,4}$"
)
"""Nothing but where a family lives: the collaborative of the place is what can be said."""
WHERE_TO_ACT = _any(
    r"\bwhere (?:do|can|should) (?:i|we) (?:start|begin|turn|complain|file|send|report|appeal)\b",
    r"\bwhere (?:do|can|should) (?:i|we) go to (?:appeal|complain)",
)
RULE = _any(
    r"\b(?:who pays|who decides|right|law|legal)\b|\b(?:turn\w*|kick\w*) (?:him|her|them|us|me) (?:down|out|away)\b",
    r"\b(?:which|what|whose) (?:town|district|school (?:district|department|system))s? "
    r"(?:pays?|(?:is|are) (?:in charge|responsible|on the hook)|has to|must|owes)\b|\bwhat changes\b|\bare they done\b",
)
PROCESS = _any(
    r"\bwhat (?:happens?|changes?|if|does|is(?! (?:out )?there\b)|are|rights)\b",
    r"\bwhat(?:'s|’s) (?!(?:out )?there\b|available|near|in\b|for\b|around)",
    r"\bhow (?:do|can|does|to|long|often|much)\b|\bwhy\b|\bwhen\b",
    r"\bshould\b|\bwill (?:my|the|they|he|she|i|we|our|this|it)\b|\bis (?:it|the|a|an|my|that|this)\b",
    r"\bwho (?:pays?|decides?|must|signs?|is responsible|chooses|approves|looks? into|investigates?|enforces?)\b",
    r"\bcan (?:they|the|i|we|a|an|my|our|he|she|you|parents?|it)\b|\bdo (?:i|we|they) (?:have|need) to\b",
    r"\bdoes (?:he|she|my \w+|our \w+|the \w+) (?:have|need) to\b|\bdo we need (?:an?|any|to)\b",
    r"(?<!, )\brights?\b(?! now| away)|\blegal\w*",
    r"\bcosts?\b|\bpay(?:s|ing)?\b|\ballowed\b|\bmust\b|\brequire\w*|\brefus\w*|\bappeal\b",
    r"\blaw\b|\bmay (?:a|an|the|my|our|i|we)\b|\bdoes (?:a|an|the|my|our|it|that)\b",
)
_WE = (
    r"(?:i|we|he|she|they|you|someone|(?:my|our|the) (?:\w+ ){0,2}?\w+|parents?|famil(?:y|ies)|"
    r"an? (?:child|kid|student)(?: from \w+)?)"
)
_HIM = r"(?:him|her|them|my \w+|our \w+|the \w+|an? (?:child|kid|student))"
RULED = _any(
    PROCESS.pattern,
    r"\b(?:bids?|quotes|procure\w*|vote[sd]?)\b",
    r"\bwho (?:has to|must|drives?|signs|fixes|handles|arranges|sets up|deals with|is (?:in charge|responsible)|"
    r"helps? (?:him|her|them|us|me)|makes? sure|checks?|watches|tells?|gets)\b|\bwhose (?:job|duty)\b",
    r"\bwhat can be done\b|\b(?:what now|now what|what next|what(?:['’]?s| is) next)\b",
    r"\bwho can (?:evaluate|test|assess|sign|decide|come|ask|refer|request|make|help (?:him|her|me|us))\b",
    r"\bif (?:i|we|he|she|(?:my|our) (?:\w+ ){0,3}?\w+) "
    r"(?:can|could|may|must|should|has to|have to|needs? to)\b",
    r"\b(?:normal|common|legal|allowed|okay?|(?<!, )right|fair|true|possible)\W*$",
    r"^\W*(?:and |so )?(?:can|may|could|should|are) they (?:allowed to |really |just )*do (?:that|this|it|so)\b",
    r"\bwho (?:do|should|can|must|would) (?:i|we) (?:call|complain|ask|talk|write|tell|turn|speak|e-?mail|report)\b",
    rf"\b(?:do|does|did|will|would|is|are|has|have|was) {_WE} (?:still |also |just |ever |really |even )?"
    r"(?:get to|have to|need to|lose|keep|stay|count|qualify|start over|go back|come back|still|pay|owe|too|allowed|"
    r"entitled|eligible)\b",
    r"\b(?:do|does|did|will|would|is|has|was) (?:he|she)\b",
    r"\bwhat (?:do|must) (?:i|we|they) (?:have to |need to )?(?:do|say|ask|bring|expect)\b",
    r"\b(?:should|is|are|does|do|did|was|have|has)n['’]?t (?:they|the|it|he|she|we|that|this)\b",
    r"\b(?:could|may|might) (?:i|we|he|she|(?:my|our|the) \w+)\b|\bwithout (?:a|my|our|me|us|asking|telling)\b",
    r"\bhow (?:is|are|would|will|should) (?!there\b)|\b(?:now what|what now)\W*$",
    r"\blicen[cs]ed?\b|\bqualified\b|\bcertified\b|\bcharged\b|\bbilled\b|\bfor free\b|\bany say\b",
    r"\b(?:duty|duties|responsib\w+|obligat\w+|supposed to)\b",
    r"\bis there (?:always |still |also )?(?:(?:some|any)(?:one|body)|an? (?:adult|aide|monitor|nurse on|rule|law|"
    r"limit|age limit|deadline|fee|charge|wait))\b",
)
"""A question on what happens, who does it and what one may or must, even where it names a town or a collaborative."""
LONG_AGO = _any(r"\b(?:19|20)\d\d\b", r"\bhistor\w+|\bfounded\b|\b(?:when|why) (?:did|was|were)\b|\bclosed\b")
SELF = _any(r"\b(?:i|i'm|we|we're|me|us|my|our|he|she|him|his|her)\b")
OF_MINE = _any(r"\b(?:i|i'm|my|our|he|she|him|his|her)\b")
MAY_TAKE = _any(
    r"(?<!how )\b(?:can|could|may|might|would|will|do|does) "
    r"(?:i|we|he|she|they|(?:my|our|the|an?) (?:[\w'’-]+,? ){0,5}?[\w'’-]+,?) "
    r"(?:also |still |just )?(?:get(?! to\b)|go|attend|take|join|use|come|see|start|begin|enter)\b"
)
YES_OR_NO = _any(
    r"(?:^\W*|[,;:.] )(?:so |and |but |ok |hi )*(?:is|are|was|were|am|do|does|did|has|have) (?!there\b|you\b)"
)
SOUGHT = _any(
    r"\bwhat(?:['’]s| is) the (?:[\w-]+ ){0,3}?(?:school|program|place|class) (?:in|near|around|for)\b",
    r"\bwhere\b|\bwhich (?:school|program|place|collab|class)|\b(?:is|are) there (?!some(?:one|body)|any(?:one|body))",
    r"\blooking for\b|\b(?<!who has to )(?<!who must )find(?! (?:out|work|(?:a |him a |her a )?jobs?))\b|\boptions?\b",
    r"\bwhat(?:['’]s|s| is| are) (?:(?:out |up |over |down )?there|around|nearby|available)\b",
    r"\bwhat (?:are|would be) (?:our|my|the|his|her|their) choices\b(?! (?:if|when|after))",
    r"\b(?:any|some) (?:\w+ ){0,3}(?:programs?|schools?|class(?:es|rooms?)?)\b|(?<!they )\boffer(?:s|ed|ing)?\b",
    r"\b(?:what|which) (?:town|place|school|kind of (?:school|program|class))s?\b",
    r"\banything for\b|\bavailable\b|\bwhat (?:do|does|would) (?:they|it) (?:have(?! to\b)|offer)\b",
    r"\bwho (?:offers?|provides?|runs?|has(?! to)|takes?(?! (?:it|over))|teaches)\b|\bnear(?:by|est|er|est)?\b",
    r"\bclos(?:est|er? to)\b|\bdo you (?:have|know)\b|\bwho can i\b|\bwho (?:is )?around (?:here|us)\b",
    r"\bthere (?:is|are) (?:a|any|some) (?:\w+ )?(?:programs?|schools?|class(?:es)?)\b",
)
"""What a question has that looks for a place, although it is worded as one on a rule: 'how do I find a school'."""
BELONGING_TO = _any(
    r"\b(?:belong\w*|members?|memberships?|part of|serves?|serving|covers?|covered|join(?:ed)?|assigned)\b",
    r"\b(?:which|what|our|my|whose) (?:\w+ )?(?:collab\w*|consorti\w*)|"
    r"\b(?:what|who)(?:['’]?s| is| are) (?:the|our|my) (?:\w+ )?(?:collab\w*|consorti\w*|co[- ]?ops?) "
    r"(?:in|for|of|near|around|serving|that serves|covering)\b|\bhave (?:a|any) (?:\w+ )?collab",
    r"\bin (?:a|any|the|which|what|some) (?:\w+ )?collab|\bin(?: now| today)?\W*$|^\W*which one\b",
)
"""What a question has that asks where a town belongs, although it is worded as one on a rule."""
WAY_IN = _any(
    rf"\bhow (?:do|does|can|would|could|should|did) (?:{_WE}|kids|students) (?:go about |actually |even )?"
    rf"(?:getting |get )(?:{_HIM} )?(?:in(?! touch| contact)|into|in there|started|placed|accepted|enrolled|a spot)\b",
    rf"\bhow (?:do|does|can|would|could|should) {_WE} (?:\w+ )?(?:apply|enroll|sign up|sign {_HIM} up|register)\b",
    rf"\b(?:can|could|may|do) {_WE} (?:just |also )?(?:call (?:them |up )?and )?"
    rf"(?:apply|enroll?|register|sign (?:{_HIM} )?up|refer {_HIM})\b",
    rf"\b(?:about|for|with|on) getting {_HIM} (?:\w+ )?(?:in|into|placed|accepted|enrolled|started)\b",
    rf"\b(?:to|i|we) get {_HIM} (?:in|into)\b|\bapply (?:directly|myself|ourselves)\b|\bwhat(?:'s|s| is) the way in\b",
    r"\bhow (?:do|does) (?:the )?(?:admissions?|enrollment|referrals?|intake|getting in) (?:work|process)\b",
    rf"\bwhat (?:do|must|should) {_WE} (?:have to |need to )?do (?:to|for) (?:get|enroll|apply|send|him|her|a spot)\b",
)
BY_MYSELF = _any(
    rf"\b(?:can|could|may) {_WE} (?:just )?(?:sign|enroll?|register|apply)\b.*\b(?:myself|ourselves|direct\w*)\b"
)
HOW_TO = _any(rf"\bhow (?:do|does|can|would|could|should) {_WE} (?:\w+ )?(?:get|have) {_HIM} \w+ed\b")
TAUGHT_TO_STAFF = _any(
    r"\b(?:courses?|classes|programs?|trainings?|trains?|workshops?|endorsements?|become|offers?|help)\b",
    r"\bthrough (?:a|the|one|any|some)\b|\b(?:get|earn) (?:my|a|an|the) \b",
)
"""A question for courses and licenses that are offered to adults who work in schools."""
HELD_BY_STAFF = _any(
    r"\b(?:have|has|need|needs|required|supposed) to\b|\bmust\b|\b(?:what|which) (?:\w+ )?licen[cs]e\b|\brequire\w*",
)
"""A question on who must hold a license, which is a rule."""
ONLY_FOR = _any(r"\b(?:only|just) (?:for|open to|takes?(?! new)|serves?)\b|\bfor (?:\w+ )?(?:kids|students) only\b")
ALL_PROGRAMS = _any(
    r"\b(?:list|names?) of (?:all |every |the )*(?:\w+ ){0,4}(?:programs?|schools?|classes)\b",
    r"\b(?:list|show|name|give me) (?:me )?(?:all|every|the) (?:\w+ ){0,4}(?:programs?|schools?|classes)\b",
    r"^\W*(?:what|which) (?:are )?(?:all )?(?:the )?(?:\w+ ){0,3}(?:programs?|schools?|classes) "
    r"(?:(?:are |is )?(?:there )?(?:for|in the state)|(?:can|could|would|might) (?:he|she|they|my \w+) )\b",
)
"""A question for all programs of a kind in the state."""
REACHED = _any(r"\b(?:web ?site|phone(?: number)?|number|address|contact)\b.{0,8}\b(?:for|of|at)\b")
"""A question how something that is named by its kind is reached: 'the website for the deaf program in Ayer'."""
MAY_GO = _any(
    rf"\b(?:can|could|may|would) {_WE} (?:go|get|attend|be placed|come|use) (?:\w+ ){{0,3}}"
    r"(?:a|an|any|the|some|one of the) (?:\w+ )?(?:collab\w*|program|school|class)\b",
    r"\bwhat (?:can|could) (?:he|she|they|my \w+) do (?:all day|there|in|near|around|during|after|every)\b",
)
DUE = _any(
    r"\bwhat(?:'s| is| are| do| else)?\b.*\b(?:due|deadlines|coming up|comes? next)\b|\bupcoming\b",
    r"\bwhat(?:'s| is| are| do| does| else)*(?: (?:we|i|you|they|(?:the|an?|our|my|each) (?:\w+ ){1,3}?\w+))? "
    r"(?:have|has|needs?|must) (?:to )?(?:do|file|be (?:done|filed)|happen)\b.*\b(?:before|by(?! when)|this|next|in)\b",
    r"\bdeadlines\b|\bnext deadline\b|^deadline\??$|(?<!school )(?<!hours and )\bcalendar\b(?! (?:days?|or|year))",
    r"\bdue (?:before|by|next|soon|this|in)\b|\bwhat happens (?:on|by|before|in)\b(?=[^,;?]*(?:\d|"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b))",
)
DUE_OF = _any(
    r"\b(?:is|are|was|isn['’]?t|aren['’]?t) (?:the|our|an?) (?:\w+ ){1,4}due (?:in|by|on|before)\b",
    r"\b(?:what|which) (?:\w+ )?(?:date|day|month|deadline|time)\b (?:is|are|was) (?:the|our|an?|its)\b",
    r"\b(?:before|by|until) (?:we|you|they|i|it|an?|our|my|any|each) |\bbefore (?:the \w+ (?:can|may|is|has)|\w+ing)\b",
)
"""The date of one thing is asked for, or what comes before another one, and not what is due."""
EVENT = _any(r"\b(?:yesterday|tonight|tomorrow|this (?:morning|week)|next week|last (?:night|week|month))\b")
"""A day so near that documents cannot tell of it."""
LOCATED = re.compile(r"^\W*(?:and )?where (?:is|are) (?:it|they|that)(?: located)?\W*$", re.I)
"""Of a rule it asks for the source, of a collaborative for the address."""
