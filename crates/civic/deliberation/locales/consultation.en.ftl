# Where things are
consultation-nav = Consultations
consultation-index-title = Consultations of the people
consultation-index-lead = Before deciding, the authority asks the people. Here everybody can read the drafts, comment passage by passage, and see how the authority answers.
consultation-index-empty = No commune is asking its people here today.
consultation-index-empty-duty = The commune's People's Committee consults under Article 25 of the Law on grassroots democracy.
consultation-communes = Communes that are asking
consultation-committee = People's Committee of { $commune }
consultation-column-commune = Commune
consultation-column-open = Open
consultation-column-first = First to close
consultation-column-title = Matter
consultation-column-state = State
consultation-column-closes = Closes on

# A commune's list
consultation-list-title = Consultations: { $commune }
consultation-list-lead = What is being asked, what waits for an answer, and what was answered.
consultation-list-open = Open now
consultation-list-awaiting = Closed, not answered yet
consultation-list-ended = Answered or withdrawn
consultation-list-empty = { $commune } has not asked its people here yet.
consultation-list-empty-duty = { $committee } consults on the matters of Article 25 before it decides.
consultation-nothing-open = Nothing is open today.
consultation-dates = From { $opened } to the end of { $closes }.
consultation-tools = More
consultation-tool-feed = Follow by Atom feed
consultation-tool-data = Open data (JSON)
consultation-tool-desk = Desk
consultation-tool-write = Draft a consultation
consultation-tool-poster = Large-print sheet (PDF)
consultation-tool-script = Script for the loudspeaker
consultation-tool-look-up = Look up an opinion
consultation-tool-manage = Manage this consultation
consultation-read-aloud = Read aloud
consultation-read-stop = Stop reading

# States
consultation-state-draft = Draft
consultation-state-open =
    { $count ->
        [one] { $count } day left
       *[other] { $count } days left
    }
consultation-state-last-day = Last day today
consultation-state-awaits =
    Waiting for an answer for { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
consultation-state-answered = Answered
consultation-state-concluded = Decided
consultation-state-withdrawn = Withdrawn
consultation-withdrawn-title = A withdrawn consultation
consultation-withdrawn-because = Withdrawn because: { $reason }

# The page of a consultation
consultation-notice-private = Everybody may comment, without signing in or giving a name. Opinions and names are never shown here; readers see the summary and the answers alone.
consultation-notice-awaits =
    Closed { $count ->
        [one] { $count } day
       *[other] { $count } days
    } ago, and no summary with answers was published. The decision may not be published yet.
consultation-notice-answered = The summary of opinions and the answers are published.
consultation-notice-concluded = The decision is published.
consultation-to-summary = See summary and answers
consultation-to-result = See the final text beside the draft
consultation-comment-on = Comment on passage { $number }
consultation-comment-whole = Comment on the whole text
consultation-about-title = About this consultation
consultation-about-whole = The whole text
consultation-about-passages = Passages { $numbers }
consultation-passage = Passage { $number }
consultation-introduction = Introduction
consultation-matter-covenant = Draft covenant of { $hamlet }
consultation-fact-who = Who asks
consultation-fact-matter = Matter in the law
consultation-fact-affects = Who is affected
consultation-fact-forms = Forms
consultation-fact-opened = Opened on
consultation-fact-closes = Takes opinions to the end of
consultation-fact-article = Article
consultation-fact-drafted = Drafted by
consultation-fact-opinions = Opinions received
consultation-fact-about = About
consultation-fact-given = Given on
consultation-fact-stance = Stance
consultation-told-title = What happened
consultation-event-opened = Opened
consultation-event-extended = Extended from { $was } to { $became }
consultation-event-corrected = Passage { $number } corrected
consultation-event-corrected-introduction = Introduction corrected
consultation-event-answered = Summary and answers published
consultation-event-concluded = Decision published
consultation-event-withdrawn = Withdrawn
consultation-event-who = { $role }, { $at }
consultation-reason = Reason: { $reason }
consultation-role-commune_officer = Commune officer
consultation-role-commune_leader = Leader of the commune's People's Committee
consultation-role-hamlet_head = Hamlet head
consultation-role-front_officer = Officer of the Fatherland Front
consultation-proof-title = Proof
consultation-proof-lead = Every opening, correction and answer stands in the public log; a secret change would show.
consultation-proof-content = The content itself, to check (JSON)
consultation-act-posted = Posted
consultation-act-corrected = Updated
consultation-act-withdrawn = Withdrawn
consultation-act-archived = Archived
consultation-act-displayed = Displayed
consultation-act-removed = Removed
consultation-act-key-announced = Key announced
consultation-logged-at = Entry { $index } of the public log
consultation-logged-waiting = Waiting for its place in the public log

# Saying something
consultation-stance-agree = Agree
consultation-stance-disagree = Disagree
consultation-stance-other = Something else
consultation-ask-stance = What do you think?
consultation-ask-words = Opinion
consultation-ask-words-hint = What should be written otherwise, and why. Who agrees need not write anything. Please give no telephone or identity numbers.
consultation-ask-name = Name (optional)
consultation-ask-name-hint = Only those who handle opinions at the commune read it; it is never public.
consultation-ask-hamlet = Where do you live? (optional)
consultation-ask-hamlet-none = Not given
consultation-button-send = Send
consultation-thanks-title = Your opinion was received
consultation-thanks-lead = Thank you. It will be summed up and answered in public after the closing day.
consultation-code-is = Your code
consultation-code-keep = Please write this code down: with it you see what becomes of your opinion, or take it back while the consultation is open. It is shown only once.
consultation-code-privacy = Đình keeps no trace of who sent it: no account, no network address.
consultation-back = Back to the draft
consultation-look-up-title = Look up an opinion
consultation-look-up-lead = Enter the code you got when you sent it.
consultation-ask-code = Code
consultation-ask-code-hint = For example ABCDE-FGH23; capitals or not.
consultation-button-look-up = Look up
consultation-opinion-title = Your opinion
consultation-opinion-waiting = It was received and waits to be summed up.
consultation-opinion-grouped = It was put into a group and waits for the public answer.
consultation-opinion-answered = It was answered in public.
consultation-opinion-gone = It was taken back on { $on }; its words and name are erased.
consultation-opinion-withdrawn = The consultation was withdrawn, so there is no answer.
consultation-your-words = What you wrote
consultation-take-back = Take this opinion back
consultation-take-back-what = Its words and name are erased for good.
consultation-button-take-back = Take back

# Summary and decision
consultation-summary-title = Summary of opinions and answers
consultation-summary-lead = { $title }. Published { $at }.
consultation-summary-none = There is no summary yet.
consultation-summary-duty = { $committee } publishes the summary and the answers after the closing day and before it decides.
consultation-tally =
    { $total ->
        [one] { $total } opinion
       *[other] { $total } opinions
    }: { $agree } agree, { $disagree } disagree, { $other } say something else
consultation-tally-note = Who comments on several passages counts with each; opinions on paper count by the people who share them.
consultation-group-said = What people said
consultation-group-answer = What the authority answers
consultation-outcome-accepted = Accepted
consultation-outcome-accepted-hint = The text is changed accordingly.
consultation-outcome-explained = Explained
consultation-outcome-explained-hint = The text stays, and it is said why.
consultation-posting-title = Consultation: { $title }
consultation-posting-summary = { $introduction } Opinions are taken until { $date }.
consultation-posting-answers-title = Summary of opinions and the answers: { $title }
consultation-posting-answers-summary = { $total } opinions: { $agree } agree, { $disagree } disagree, { $other } say something else.
consultation-posting-group = { $summary } ({ $people } opinions). { $outcome }: { $answer }
consultation-changed = { $passage } as changed
consultation-result-title = Decision and final text
consultation-final-title = The final text beside the draft
consultation-final-lead = Words struck out are gone, underlined words are new.
consultation-fate-kept = Unchanged
consultation-fate-changed = Changed
consultation-fate-dropped = Left out
consultation-fate-added = Added
consultation-against = The decision differs from what most said. The reasons:
consultation-against-sum = { $unheeded } of { $total } opinions object to what stays as it was: more than half, so reasons are needed.
consultation-missing-open = Opinions are still taken: neither answers nor a decision may be published.
consultation-missing-ungrouped =
    { $count ->
        [one] { $count } opinion stands
       *[other] { $count } opinions stand
    } in no group yet.
consultation-missing-groups =
    { $count ->
        [one] { $count } group has
       *[other] { $count } groups have
    } no answer yet.
consultation-missing-summary = The summary and the answers are not published, so the decision may not be.
consultation-missing-reasons = A decision that differs from what most said must state why.
consultation-missing-decision = The decision is not published yet.

# Paper and loudspeaker
consultation-poster-heading = CONSULTATION
consultation-poster-code = Scan to comment
consultation-script-title = Script for the loudspeaker
consultation-script-lead = Short sentences, numbers in words. Read slowly, twice each time.
consultation-script-opening = People of { $commune }. The People's Committee asks for your opinion on the following.
consultation-script-closing = Give your opinion at the culture house, at the office of the People's Committee or online, to the end of { $date }. Thank you.

# The desk
consultation-desk-title = Desk for consultations
consultation-desk-lead = Draft, open, group opinions, answer and publish.
consultation-desk-empty = There is nothing to do.
consultation-desk-drafts = Drafts
consultation-desk-open = Open, or waiting for an answer
consultation-desk-answered = Answered, waiting for the decision
consultation-write-title = Draft a consultation
consultation-write-lead = Somebody else reads it and opens it. Once it is open, every change is public.
consultation-edit-title = Edit the draft
consultation-ask-matter = Matter
consultation-ask-matter-hint = The list of Article 25; draft covenants are under Decree 61/2023. Everybody can read the text: please name nobody and tell nothing private.
consultation-ask-matter-choose = Please choose
consultation-ask-matter-covenant = Draft covenant of a hamlet
consultation-ask-covenant = Hamlet of the covenant
consultation-ask-covenant-none = Not a covenant
consultation-ask-title = Title
consultation-ask-introduction = Introduction
consultation-ask-introduction-hint = A few plain sentences: what it is, why you ask, what you want to know.
consultation-ask-affects = Who is affected
consultation-ask-affects-hint = For example: stallholders, households along the canal.
consultation-ask-text = Text of the draft
consultation-ask-text-hint = Paste the whole text: each paragraph becomes a numbered passage.
consultation-ask-closes = Takes opinions to the end of
consultation-earliest = If opened today, { $day } at the earliest.
consultation-earliest-covenant = Covenants: { $day } at the earliest.
consultation-ask-forms = Forms
consultation-ask-forms-hint = Several can be used at once.
consultation-button-save = Save the draft
consultation-button-open = Open the consultation
consultation-button-give-up = Give the draft up
consultation-text-title = Text
consultation-to-edit = Edit the draft
consultation-to-opinions = Read and group opinions
consultation-to-enter = Enter opinions from paper or meetings
consultation-to-correct = Correct
consultation-to-extend = Extend
consultation-to-summarise = Publish summary and answers
consultation-to-conclude = Publish the decision
consultation-to-withdraw = Withdraw
consultation-to-public = See the public page
consultation-to-answer = Answer this group
consultation-to-group-opinions = See its opinions
consultation-to-ungrouped = See opinions in no group
consultation-ready-to-summarise = Every group is answered. The leader can publish.
consultation-ready-to-conclude = Answered in public. The leader can publish the decision.
consultation-done-luu = The draft is saved
consultation-done-luu-next = Somebody else reads it and opens it.
consultation-done-mo = It is open
consultation-done-mo-next = The page is public and stands in the public log.
consultation-done-gia-han = It is extended
consultation-done-gia-han-next = The new day and the reason are public.
consultation-done-dinh-chinh = It is corrected
consultation-done-dinh-chinh-next = Old words, new words and the reason are public.
consultation-done-rut = It is withdrawn
consultation-done-rut-next = The public page shows the reason alone.
consultation-done-tong-hop = Summary and answers are published
consultation-done-tong-hop-next = The decision can be published now.
consultation-done-ket-luan = The decision is published
consultation-done-ket-luan-next = People see the final text beside the draft.
consultation-extend-title = Extend the consultation
consultation-extend-lead = It can only be moved later. The new day and the reason are public at once.
consultation-ask-new-day = New closing day
consultation-ask-new-day-hint = After { $day }.
consultation-ask-reason = Reason
consultation-ask-reason-hint = Everybody reads it, and the public log keeps it; please name nobody.
consultation-button-extend = Extend
consultation-correct-title = Correct the text
consultation-correct-lead = The old words stay beside the new ones.
consultation-ask-passage = Passage
consultation-ask-new-words = New words of the whole passage
consultation-button-correct = Correct
consultation-withdraw-title = Withdraw the consultation
consultation-withdraw-lead = For a wrong text, or when there is nothing to decide any more.
consultation-withdraw-warning = This can't be undone. The reason stays public.
consultation-button-withdraw = Withdraw

# Opinions at the desk
consultation-opinions-title = Opinions received
consultation-opinions-none = There are no opinions here.
consultation-opinions-none-duty = People comment; officers enter opinions from paper and group them.
consultation-ungrouped =
    { $count ->
        [one] { $count } opinion in no group
       *[other] { $count } opinions in no group
    }
consultation-groups-title = Groups of opinions
consultation-not-answered = Not answered
consultation-tick = Tick opinions that say the like
consultation-ask-into = Put into
consultation-into-new = A new group
consultation-into-none = No group
consultation-ask-summary = Summary of the group
consultation-ask-summary-hint = Neutral words that name nobody; this becomes public. A new group needs it.
consultation-button-group = Group
consultation-dissolve = Dissolve the group
consultation-dissolve-what = Its opinions go back to no group; summary and answer are erased.
consultation-channel-online = Online
consultation-channel-paper = On paper
consultation-channel-meeting = In a meeting
consultation-channel-letter_box = Letter box, telephone
consultation-channel-front = Through the Front or a union
consultation-people = { $count } people share it
consultation-enter-title = Enter an opinion from elsewhere
consultation-enter-lead = Each paper or statement once, with how many people share it.
consultation-ask-channel = How it came in
consultation-ask-given = Given on
consultation-ask-people = How many people share it
consultation-ask-people-hint = Usually 1; of a paper with several signatures, how many signed.
consultation-button-enter = Enter
consultation-entered = It is entered
consultation-entered-code = Code to hand to whoever gave it: { $code }
consultation-answer-title = Answer a group
consultation-answer-lead = The answer becomes public together with the summary.
consultation-ask-outcome = How it is answered
consultation-ask-answer = Answer
consultation-ask-answer-hint = Accepted: what changes. Explained: why it stays.
consultation-ask-changed = Passage { $number } as changed
consultation-ask-changed-hint = Only when accepted.
consultation-button-answer = Save the answer
consultation-summarise-title = Publish summary and answers
consultation-summarise-lead = Once published, groups and answers don't change any more.
consultation-ask-overview = Overview
consultation-ask-overview-hint = What people care about, and how the text will change.
consultation-button-summarise = Publish
consultation-conclude-title = Publish the decision
consultation-conclude-lead = The fields hold the words of what was accepted. An empty passage is left out.
consultation-ask-decision = What was decided
consultation-ask-decision-hint = Number and day of the document, and a few plain sentences.
consultation-ask-final = Passage { $number }, final
consultation-ask-added = New passages
consultation-ask-added-hint = Leave empty when there are none.
consultation-ask-differs = Compared with what most said
consultation-ask-differs-hint = When it differs, reasons are needed.
consultation-differs = The decision differs from what most said
consultation-ask-reasons = Why it differs
consultation-ask-reasons-hint = Required when it differs; public.
consultation-button-conclude = Publish the decision

# What went wrong
consultation-error-stale = Somebody changed it just now, or this can't be done any more. Please open the page again.
consultation-error-same-person = Who wrote it may not open it: somebody else reads and opens it.
consultation-error-closed = Opinions are not taken any more.
consultation-error-too-early = By law, opened today it must take opinions to { $day } at least. Please change the closing day.
consultation-error-closes = { $day } at the earliest ({ $article }).
consultation-error-day = That day can't be: it lies within the consultation and not after today.
consultation-error-later = It can only be moved later than { $day }, and not before today.
consultation-error-no-day = This is no day: please write it like 07/10/2025.
consultation-error-nothing = Nothing is changed, or something is missing.
consultation-error-unchanged = Accepting changes at least one passage below; if the text stays, choose explained.
consultation-error-stance = Please choose an answer.
consultation-error-outcome = Please choose accepted or explained.
consultation-error-channel = Please choose how it came in.
consultation-error-people = Please write a number from 1.
consultation-error-code = No opinion has this code. Please check each letter.
consultation-error-covenant = Please choose the hamlet.
consultation-error-matter = Please choose a matter of the law's list.
consultation-error-passages = The text has too many passages: at most { $most }.
consultation-error-none-ticked = Please tick an opinion.
consultation-error-saved-by-other = Somebody else has just saved this draft. Please open it again and copy your part.
consultation-error-not-here = Your role does not allow this here.
consultation-error-broken = The form can't be read. Please send it again.
consultation-error-machine = A machine filled this form in. If you are a person, leave the hidden field empty and send it again.
consultation-error-often =
    Too many opinions came from this network just now. Please try again in { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }, or comment on paper at the culture house.
consultation-api-failed = The data could not be made.
consultation-api-no-commune = There is no commune “{ $name }” today.
consultation-api-missing = There is no such public consultation.
consultation-api-asked = `state` or `after` is not understood.
consultation-mine-title = What I said
consultation-mine-lead = What you said where people discuss, decide and are asked. Only you can read this page; you can print it, take it along, and erase what the law lets be erased.
consultation-mine-codes = Find opinions by their codes
consultation-mine-codes-lead = Opinions on drafts lead to no account. Enter the code you were given to see yours again.
consultation-mine-commune = Commune, ward or special zone
consultation-mine-commune-hint = Name or code of the place that asked
consultation-mine-find = Find opinions
consultation-mine-missed = A code leads to no opinion there. Check the code and the commune.
consultation-mine-opinions = Opinions on drafts
consultation-mine-objections = Objections to lists of households
consultation-mine-consents = Consents given online for a household
consultation-mine-proposals = Matters I put forward
consultation-mine-none = Nothing.
consultation-mine-open = Opinions are taken: erasing takes it back whole
consultation-mine-taken-back = Taken back on { $on }
consultation-mine-erased = Words and name erased on { $on }
consultation-mine-purpose-support = Support for tabling
consultation-mine-purpose-online = Consent to vote online
consultation-mine-erase = Erase
consultation-mine-erase-sure = Words and name will be gone for good.
consultation-mine-erase-button = Erase for good
consultation-mine-kept = What stays after erasing
consultation-mine-kept-opinions = Opinions: while they are taken, erasing takes them back whole and they count no more. Later, words, name and place are erased; the number for or against stays, because the summary was published and its hash stands in the public log.
consultation-mine-kept-objections = Objections: once answered, the words can be erased; kind, days and answer stay, to be counted on the public page.
consultation-mine-kept-consents = Consents: they can be taken back on the matter's page while they are gathered; the days stay as proof of the share the law asks for, and no public page names anybody.
consultation-mine-kept-proposals = Proposals: their words are the community's and stay; public pages tell the role, not the name.
consultation-mine-kept-votes = Votes: nothing leads from a vote to an account, so there is nothing to see or erase.
consultation-mine-download = Take along (JSON)
consultation-mine-tool = See all I said
