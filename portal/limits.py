"""Every limit that a person or a program can run into, in one place; `docs/limits.md` is made of these lines.

Each constant is followed by its sentence. Limits on what a question takes stand with the question.
"""

from datetime import timedelta

MOST_FORM_BYTES = 4 * 1024 * 1024
"""The most bytes that one form may bring: many times more than all our forms can hold together."""

DRAFT_KEPT_FOR = timedelta(days=30)
"""How long a draft that nobody touches is kept."""

FORM_KEPT_OPEN = timedelta(hours=12)
"""How long a page may stay open before its button asks to be pressed again; the words are kept."""

SHARED_IDLE = timedelta(minutes=20)
"""How long a device that others use too, or may use, opens a draft or a case without a page being asked for."""

SHARED_WARNED = timedelta(minutes=5)
"""How long before that end a page says so, and offers to stay; where scripts run."""

OWN_IDLE = timedelta(hours=20)
"""How long a device that nobody else uses, as its user says, opens a draft or a case without a page being asked for."""

USE_NOTED_EACH = timedelta(seconds=20)
"""How often it is noted, at the most, that a draft or a case is in use."""

MOST_TYPED = 200_000
"""The most characters of half-typed answers that one draft keeps; a longer answer is kept when its button is pressed."""

KEEPS_FREE = 60
"""How often one draft may have its half-typed words kept before each time waits; pressing the button never waits."""

KEEPS_WAIT_EACH = timedelta(seconds=2)
"""After those, how long each further time waits; what was not used comes back at the same pace."""

STAFF_IDLE = timedelta(minutes=60)
"""How long an officer stays signed in without opening a page."""

STAFF_LONGEST_SESSION = timedelta(hours=12)
"""How long an officer stays signed in at the most."""

STAFF_FREE_TRIES = 5
"""The wrong passwords and codes in a row after which an account is shut for a while."""

STAFF_FIRST_LOCK = timedelta(minutes=1)
"""How long an account is shut the first time; each wrong password or code more doubles it."""

STAFF_LONGEST_LOCK = timedelta(minutes=60)
"""How long an account is shut at the most."""

STAFF_HALF_SESSION = timedelta(minutes=15)
"""How long after the right password an officer may still give the code, or set an app up that makes codes."""

SIGN_ON_KEPT_OPEN = timedelta(minutes=10)
"""How long somebody may take at the council's own sign-in before it has to be begun again."""

SIGN_ON_WAITED = timedelta(seconds=8)
"""How long the council's own sign-in is waited for before a page says that it does not answer."""

LINK_KEPT_OPEN = timedelta(days=7)
"""How long an account that was prepared waits for its first council sign-in."""

RECOVERY_CODES = 10
"""How many recovery codes an officer is given with a second factor; each opens the account once."""

REMINDERS_LISTED = 60
"""The most lines of one day's reminders to one person; how many more there are is said below them."""

REMINDERS_REACH_BACK = timedelta(days=14)
"""After a gap in which nobody was reminded, what was to be told up to so long ago is told."""

SHORTEST_PASSWORD = 12
"""The fewest characters of an officer's password."""

LONGEST_PASSWORD = 256
"""The most characters of an officer's password."""

FEWEST_GUESSES = 10_000_000_000
"""The fewest guesses that an officer's password must be worth to somebody who knows the council and the officer."""

FEWEST_OTHER_SIGNS = 8
"""The fewest signs of an officer's password that are in no word of the place and in no name of the officer."""

FIRST_PASSWORD_KEPT = timedelta(days=7)
"""How long a password that somebody was given opens the account, until they choose one of their own."""

SIGN_IN_FREE_TRIES = 30
"""Refused sign-ins from one address before it waits: a whole office may share one."""

SIGN_IN_FIRST_WAIT = timedelta(seconds=5)
"""How long an address waits to sign in the first time; each refusal more doubles it."""

SIGN_IN_LONGEST_WAIT = timedelta(minutes=2)
"""How long an address waits to sign in at the most."""

WORDS_FREE_TRIES = 5
"""Wrong return words for one reference from one address before it waits: people mistype, and try the order of the words."""

WORDS_FIRST_WAIT = timedelta(seconds=10)
"""How long that address waits for that reference the first time; each wrong try more doubles it."""

WORDS_LONGEST_WAIT = timedelta(minutes=5)
"""How long it waits at the most: whoever holds the right words is never shut out for longer."""

WORDS_ADDRESS_FREE_TRIES = 30
"""Wrong return words from one address, whatever the reference, before it waits: a school or a library may share one."""

WORDS_ADDRESS_LONGEST_WAIT = timedelta(minutes=1)
"""How long an address waits at the most when it went from reference to reference."""

WORDS_CASE_FREE_TRIES = 50
"""Wrong return words for one reference from all addresses together, after which one wrong try is all that an address has free."""

TRIES_REMEMBERED_FOR = timedelta(hours=1)
"""After so long without a wrong try, an address or a reference begins anew."""

MOST_REMEMBERED = 50_000
"""The most addresses and references that one process keeps count of; the one that tried longest ago goes first."""

FILES_FREE_FROM_ADDRESS = 500
"""Files from one address before it waits: a school class in which everyone adds as many as a council takes fits."""

FILES_WAIT_EACH = timedelta(seconds=10)
"""After those, how long each further file waits; what was not used comes back at the same pace."""

SECONDS_A_PAGE = 1
"""Whoever needs less for each page they were asked has not read them; no one sign alone but the hidden field makes it look like junk."""

SENT_FROM_ONE_ADDRESS = 20
"""How many may be sent from one address within an hour before it counts as a sign: a school class fits."""

SAME_WORDS_SENT = 5
"""How often nearly the same words may be sent within a day before it counts as a sign: a petition looks like that too."""

FEWEST_WORDS_COMPARED = 12
"""Shorter texts are never compared: “I want to go home” is what many children write."""

WORDS_COMPARED_FOR = timedelta(hours=24)
"""How long the keyed marks of what was sent are kept, in memory only."""

MOST_COMPARED = 5_000
"""The most texts whose marks are kept at a time."""

LONGEST_REQUEST_ID = 64
"""The most characters of a request number that a trusted proxy gives."""

FEED_PAGE = 100
"""The cases on one page of the feed, unless fewer are asked for."""

FEED_LARGEST_PAGE = 500
"""The most cases on one page of the feed."""

FEED_MONTHS = 24
"""How many months the feed's figures go back, this one counted."""

COUNTED_UP_TO = 10_000
"""Where /metrics stops counting, so that it costs the same at a million rows: 10000 there means that many or more."""

EQUALITY_MONTHS = 24
"""For how many months an adult's answers about equality are kept, apart from every case."""

EQUALITY_FEWEST = 10
"""The smallest number of answers about equality that is told; what is smaller, and the next smallest beside it, is left blank."""

EQUALITY_SHUFFLED = 500
"""As many of a month's answers about equality are written anew, in another order, with each that comes in."""

MOST_PAID = 100_000
"""The most pounds that are promised for one point of a complaint: beyond it stands a slip of the keyboard."""

MOST_SAVED_VIEWS = 20
"""The most views of the queue that an officer keeps."""

LONGEST_VIEW_NAME = 40
"""The most characters in the name of a view that an officer keeps."""
LONGEST_MESSAGE = 10_000
"""The most characters of one message between the person and an officer."""
MOST_DOCUMENTS = 300
"""The most documents that the office adds to one case; each is as large at the most as a file of the person's."""
MOST_MESSAGES_A_DAY = 200
"""How many messages one case takes from the person within 24 hours: many more than anybody means to write."""

LEARNING_DAYS_AHEAD = 731
"""How many days ahead an action may be due: beyond two years stands a slip in the year."""

MOST_IMPORTED = 20_000
"""The most records of one file that is brought in: all of them are one transaction, and meanwhile nobody else writes on SQLite."""
