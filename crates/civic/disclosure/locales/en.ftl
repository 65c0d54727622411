# Where things are
disclosure-nav = Public notices
disclosure-index-title = Public notices of the communes
disclosure-index-lead = What communes must let people know: since when, until when, under which article, and what they still owe.
disclosure-index-empty = No commune has published anything here yet.
disclosure-index-empty-duty = The People's Committee of the commune, under Article 11 of the Law on Implementation of Grassroots Democracy.
disclosure-find = Find
disclosure-find-commune = Find a commune
disclosure-find-nothing = No commune is called “{ $q }”.
disclosure-find-hint = Try a shorter name; diacritics do not matter.
disclosure-found = Communes found
disclosure-provinces = Provinces with communes that publish here
disclosure-communes = Publication by commune
disclosure-province-title = Public notices: { $province }
disclosure-province-lead = How many matters each commune has public, and how many duties are overdue; the most overdue first.
disclosure-province-report = See the yearly report
disclosure-figure-published = Matters public now
disclosure-figure-missed = Duties overdue now
disclosure-figure-silent = Communes that have published nothing here
disclosure-unit-published = matters
disclosure-unit-missed = duties
disclosure-unit-silent = communes
disclosure-committee = People's Committee of { $commune }

# Columns
disclosure-column-asks = The law asks
disclosure-column-commune = Commune
disclosure-column-communes = Communes
disclosure-column-due = Due
disclosure-column-matter = Matter
disclosure-column-missed = Overdue
disclosure-column-notice = Notice
disclosure-column-place = In
disclosure-column-posted = Published
disclosure-column-province = Province
disclosure-column-published = Public now
disclosure-column-register = Register
disclosure-column-state = State

# The board of a commune
disclosure-board-title = Notice board of { $commune }
disclosure-board-lead = Every notice says who posted it, when, until when it stays and under which article, and has its proof in the public log.
disclosure-board-empty = { $commune } has published nothing here yet.
disclosure-board-no-match = No notice matches the filter.
disclosure-board-no-match-hint = Ask for less, or see all.
disclosure-board-all = See all notices
disclosure-notices-title = Notices
disclosure-overdue-title = What is still owed
disclosure-nothing-overdue = Nothing is overdue today.
disclosure-overdue = Overdue
disclosure-filter = Search and filter
disclosure-filter-any = All
disclosure-filter-words = Words in the notice
disclosure-filter-words-hint = Diacritics do not matter: “duong vinh hau” finds “đường Vĩnh Hậu”.
disclosure-filter-matter = Matter of Article 11
disclosure-filter-state = State
disclosure-filter-from = Published from
disclosure-filter-to = Until
disclosure-filter-go = Filter
disclosure-day-hint = For example 07/10/2025.
disclosure-day-error = This is no day: write it as 07/10/2025.
disclosure-posted-on = Published on { $date }.
disclosure-tools = More about this board
disclosure-tool-write = Write a notice
disclosure-tool-desk = Desk
disclosure-tool-hang = Hang on boards
disclosure-tool-registers = Quarterly registers
disclosure-tool-feed = Follow by Atom feed
disclosure-tool-data = Open data (JSON)
disclosure-tool-poster = Sheet for boards (PDF)
disclosure-tool-script = Loudspeaker script
disclosure-tool-manage = Manage this notice
disclosure-quarter = Register of quarter { $quarter }, { $year }

# States
disclosure-state-draft = Being written
disclosure-state-published = Public
disclosure-state-withdrawn = Withdrawn
disclosure-state-archived = Archived
disclosure-version-draft = To be approved
disclosure-version-approved = Approved, not yet public
disclosure-version-dropped = Given up
disclosure-on-time = In time
disclosure-late = Late
disclosure-clock-broken = Posting was broken, the count begins anew
disclosure-clock-waiting = Not on every board yet
disclosure-clock-last-day = Last day of posting
disclosure-clock-left = { $count } days of posting left
disclosure-clock-done = Posted long enough
disclosure-clock-standing = Posted for good
disclosure-until-no-posting = The law asks for no posting on boards; it stays on this page.
disclosure-until-days = { $count } consecutive days from when it hangs on every board.
disclosure-until-again = Broken: { $count } consecutive days begin anew when it hangs on every board again.
disclosure-until-permanent = Posted for good, without an end.
disclosure-until-running = On every board since { $since }; must stay through { $until }.
disclosure-until-done = Posted long enough, from { $since } to { $until }.
disclosure-until-standing = Posted for good since { $since }.
disclosure-site-enough = Hangs, long enough
disclosure-site-hangs = Hangs
disclosure-site-hangs-left = Hangs, { $count } days left
disclosure-site-down = Taken down after its time
disclosure-site-missing = Gone or torn, to be hung again
disclosure-site-not-yet = Not hung yet
disclosure-site-since = Since { $date }
disclosure-site-photo = see the photograph
disclosure-gap-closed = missing from { $from } to { $until }
disclosure-gap-open = missing since { $from }
disclosure-broadcast-exempt = Loudspeaker: the commune has recorded that it has no system, so the law asks for no broadcast.
disclosure-broadcast-going = Loudspeaker: { $done } of { $of } consecutive days done.
disclosure-broadcast-done = Loudspeaker: done, from { $from } to { $to }.

# What is lacking
disclosure-lack-publication = Not published; it was due on { $due }.
disclosure-lack-posting = Not hung at { $site }; it was due on { $due }.
disclosure-lack-gap = Missing at { $site } since { $since }, before its time was over.
disclosure-lack-sites = The commune has named no boards yet, so nobody can record what hangs.
disclosure-lack-broadcast = Not broadcast on enough days; it was to begin by { $due }.
disclosure-lack-register = The quarter's register was not drawn up and posted.
disclosure-duty-head = The hamlet head, with the { $committee }

# A notice
disclosure-about-title = Posting
disclosure-fact-by = Posted by
disclosure-fact-when = Published
disclosure-fact-due = Due
disclosure-fact-decided = document of { $date }
disclosure-fact-until = Must stay until
disclosure-fact-matter = Matter
disclosure-fact-article = Under
disclosure-fact-written = Saved by its writer
disclosure-fact-approved = Approved
disclosure-boards = On each board
disclosure-boards-note = { $count } days count while it hangs on every board at once; missing on one, the count begins anew.
disclosure-boards-note-permanent = This notice has no day on which it may come down.
disclosure-attachments = Attachments
disclosure-sha256 = SHA-256 { $hash }…
disclosure-read-aloud = Read aloud
disclosure-read-stop = Stop reading
disclosure-ask-about = Ask about this
disclosure-versions = Versions that were public
disclosure-version = Version { $number }
disclosure-version-now = shown now
disclosure-version-first = The first version
disclosure-version-title = { $title } (version { $number })
disclosure-version-is-now = This version became public at { $when } and is shown now.
disclosure-version-is-old = This version became public at { $when } and was replaced by a newer one.
disclosure-version-to-now = See the version shown now
disclosure-withdrawn-notice = { $role } withdrew this notice at { $when }. Reason: { $reason }
disclosure-withdrawn-because = Withdrawn. Reason: { $reason }
disclosure-archived-notice = Archived at { $when }; it can be read as before.
disclosure-corrected-notice = Corrected at { $when }: { $reason }
disclosure-proof-title = Proof
disclosure-proof-lead = Every act on this notice goes into the public log as it is done. Nobody can change or remove a line without being found out.
disclosure-proof-at-boards = What was hung and what was gone, board by board
disclosure-proof-hash = SHA-256 of the public content:
disclosure-proof-content = Fetch the very content that was hashed (JSON)
disclosure-logged-at = line { $index }
disclosure-logged-waiting = waiting to be sealed
disclosure-act-posted = Published
disclosure-act-corrected = Corrected
disclosure-act-withdrawn = Withdrawn
disclosure-act-archived = Archived
disclosure-act-displayed = Hung on a board
disclosure-act-removed = Gone from a board
disclosure-act-key-announced = Key announced
disclosure-object-title = You disagree?
disclosure-object = Whoever finds the notice incomplete, wrong or taken down early may ask and object.
disclosure-object-how = How to ask and object
disclosure-error-not-here = No role of this account reaches this commune or board.
disclosure-role-system = The system, by itself
disclosure-role-commune_officer = Commune officer
disclosure-role-commune_leader = Leader of the People's Committee
disclosure-role-agency_head = Head of an agency
disclosure-role-provincial_officer = Provincial officer
disclosure-role-hamlet_head = Hamlet head

# Asking
disclosure-ask-title = Ask about a notice
disclosure-ask-online = Ask about this notice online
disclosure-ask-who = { $committee } has to answer. You can ask or object in any of these ways:
disclosure-ask-in-person = See the chair of the { $committee } on the day of citizen reception, posted at the office.
disclosure-ask-hamlet-head = Tell the hamlet head, who passes it on.
disclosure-ask-letter = Write a letter, or use the letter box at the office.
disclosure-ask-inspectorate = Tell the people's inspectorate or the Fatherland Front, who supervise disclosure.
disclosure-ask-reference = Please name the notice by its number:
disclosure-ask-information = A simple request for information is answered within { $count } working days.

# The loudspeaker
disclosure-script-title = Loudspeaker script: { $title }
disclosure-script-lead = Short sentences, numbers in words, ready to be read out.
disclosure-script-duty = The law asks for at least { $count } consecutive days, where there is a loudspeaker system.
disclosure-script-no-duty = The law does not ask for this to be broadcast; the commune may.
disclosure-script-opening = { $commune } announces. This became public { $date }.
disclosure-script-closing = The full text is at the office, at the community points and on the commune's page. With questions, see the hamlet head or the People's Committee.

# The sheet for boards
disclosure-poster-heading = Public notice
disclosure-poster-days = at least { $count } consecutive days from when it hangs on every board; please do not take it down before
disclosure-poster-object = Ask, object
disclosure-poster-object-how = see the hamlet head or the People's Committee
disclosure-poster-page = Read on a telephone
disclosure-poster-proof = Check the proof

# Writing
disclosure-write-title = Write a notice
disclosure-edit-title = Edit the draft
disclosure-correct-title = Correct
disclosure-write-lead = Once saved it can be previewed; another person approves it before it is published.
disclosure-ask-matter = Matter in the law's list
disclosure-ask-matter-choose = Choose a matter of Article 11
disclosure-ask-matter-hint = It decides deadline, forms and duration.
disclosure-ask-day = Day of the decision or document
disclosure-ask-day-hint = For example 07/10/2025. The deadline counts from this day.
disclosure-ask-title-field = Title
disclosure-ask-title-hint = Short and to the point: “Budget execution, third quarter of 2025”.
disclosure-ask-summary = Plain summary
disclosure-ask-summary-hint = A few sentences as to a neighbour: what, how much, when, for whom.
disclosure-ask-body = Whole text
disclosure-ask-body-hint = Separate paragraphs by an empty line. No identity numbers, birth dates, telephone numbers or illnesses of anybody.
disclosure-ask-files = Add files
disclosure-ask-files-hint = PDF, pictures, DOCX, XLSX, ODT, ODS; at most { $count } files of { $megabytes } MB each. Pictures are drawn anew without place and camera.
disclosure-ask-correction = What is corrected
disclosure-ask-correction-hint = This sentence is shown on the notice and with its versions.
disclosure-kept-files = Files attached now
disclosure-files-again = Browsers do not keep chosen files: please choose them again before saving.
disclosure-law-summary = What the law asks for each matter
disclosure-law-table = What Articles 11, 12 and 13 ask
disclosure-law-title = What the law asks for this notice
disclosure-asks-website = On the website.
disclosure-asks-posting = Posted for at least { $count } consecutive days at: { $sites }.
disclosure-asks-posting-permanent = Posted for good at: { $sites }.
disclosure-asks-broadcast = Broadcast on at least { $count } consecutive days, where there is a system.
disclosure-deadline-skipped = Days of rest not counted: { $days }.
disclosure-preview-title = Preview and decide
disclosure-wait-other = The writer does not approve: another person with that authority has to.
disclosure-wait-leader = This version waits for the committee's leader to approve it.
disclosure-button-save = Save and preview
disclosure-button-cancel = Back
disclosure-button-approve = Approve
disclosure-button-publish = Publish
disclosure-button-give-up = Give this version up
disclosure-button-correct = Correct
disclosure-button-archive = Archive
disclosure-button-withdraw = Withdraw
disclosure-button-record = Record
disclosure-button-broadcast = Broadcast today
disclosure-link-edit = Edit
disclosure-link-public = See the public page
disclosure-link-withdraw = Withdraw…
disclosure-done-duyet = Approved
disclosure-done-duyet-next = It can be published now.
disclosure-done-cong-bo = Published
disclosure-done-cong-bo-next = Next: print the sheet, hang it on every board, broadcast it if the law asks.
disclosure-withdraw-title = Withdraw a notice
disclosure-withdraw-warning = The text is no longer shown, but its hash and the reason stay in the public log for ever. Withdraw only what was posted by mistake or tells private things; correct what is wrong.
disclosure-ask-reason = Reason
disclosure-ask-reason-hint = Everybody reads it, and it can't be changed later. Do not repeat anybody's private data.

# Errors
disclosure-error-stale = Somebody else has changed the notice, or this can't be done any more. Open the page again to see how it stands.
disclosure-error-same-person = Who wrote the text may not approve it.
disclosure-error-heads-only = Only a head or deputy of the organisation can do this.
disclosure-error-saved-by-other = Somebody else has just saved this version. What you typed is kept below; open the page in another tab, compare, and save again.
disclosure-error-nothing-written = Nothing is being written. To change what is public, choose Correct.
disclosure-error-broken = The form did not arrive whole. Go back and send it again.
disclosure-error-calendar = The day is outside the calendar. Please check it.
disclosure-error-matter = The law of that day has no such matter. Choose again.
disclosure-error-matter-missing = Choose a matter.
disclosure-error-future = This lies in the future. Please check it.
disclosure-error-before-published = This day is before the notice was published. Please check it.
disclosure-error-title = Write a title of at most 200 letters.
disclosure-error-summary = Write a summary of at most 1,000 letters.
disclosure-error-body = Write the text, at most 50,000 letters.
disclosure-error-correction = Say what is corrected, in at most 500 letters.
disclosure-error-reason = Give a reason of at most 500 letters.
disclosure-error-seen = Choose: it hangs, or it is gone or torn.
disclosure-error-photo = Take or choose a photograph of the sheet on the board.
disclosure-error-time = This is no time: write it as 07:30.
disclosure-error-note = A remark has at most 300 letters.
disclosure-error-site-kind = Choose a kind of board.
disclosure-error-site-name = Give the board a name of at most 120 letters.
disclosure-error-site-known = There is a board of this name already.
disclosure-api-after = The value of after is not understood: use next of the page before.
disclosure-api-failed = The server failed to fetch the data. Try again later.
disclosure-api-no-commune = There is no commune “{ $name }” today.
disclosure-api-no-item = Nothing public has this identifier.

# The officers' desk
disclosure-desk-title = Desk of public notices
disclosure-desk-lead = What is being written, waits for approval, waits for publication or has to be broadcast.
disclosure-desk-unfinished = Unfinished
disclosure-desk-empty = Nothing is being written.
disclosure-desk-correction = Correction
disclosure-no-title = (no title yet)
disclosure-broadcasts-title = Loudspeaker
disclosure-broadcasts-none = No notice waits to be broadcast.
disclosure-exempt-now = Since { $from } the commune has no loudspeaker system: { $reason } (recorded by { $role }).
disclosure-exempt-begin = The commune has no loudspeaker system?
disclosure-exempt-reason = Why there is none
disclosure-exempt-record = Record it
disclosure-exempt-end = The commune has a system now

# Boards
disclosure-sites-title = Boards
disclosure-sites-lead = What is published from a board's first day on must hang there.
disclosure-sites-empty = There are no boards yet.
disclosure-sites-without = Without a board:
disclosure-sites-all = Add the office and a board for every hamlet without one
disclosure-sites-add = Add a board
disclosure-ask-site-kind = Kind
disclosure-ask-site-hamlet = Hamlet
disclosure-site-no-hamlet = None
disclosure-ask-site-name = Name
disclosure-ask-site-name-hint = As people call it: “Culture house of Vĩnh Phú hamlet”.
disclosure-site-opened = Since { $date }.
disclosure-site-close = Close this board
disclosure-site-close-what = From today nothing has to hang here. What was recorded stays.
disclosure-site-close-yes = Close
disclosure-site-office-of = Office of { $commune }
disclosure-site-point-of = Community point of { $hamlet }
disclosure-sitekind-office = Office of the commune
disclosure-sitekind-culture-house = Culture house
disclosure-sitekind-community-point = Community point

# Hanging
disclosure-hang-title = Hang notices
disclosure-hang-lead = At my boards, today { $date }.
disclosure-hang-no-sites = No board is in this account's care.
disclosure-hang-nothing = Everything that must hang here does.
disclosure-hang-due = To be hung
disclosure-hang-hung = Hanging
disclosure-hang-act = Record: it hangs
disclosure-hang-torn = Gone or torn?
disclosure-hang-done-posted = Recorded: it hangs
disclosure-hang-done-posted-next = The photograph and the time are in the public log.
disclosure-hang-done-missing = Recorded: it is gone
disclosure-hang-done-missing-next = Hang it again soon: days count again only when it is on every board.
disclosure-ask-seen = How it is
disclosure-seen-posted = It hangs
disclosure-seen-posted-hint = The sheet is on the board and can be read.
disclosure-seen-missing = Gone or torn
disclosure-seen-missing-hint = It is not on the board, or can't be read any more.
disclosure-ask-photo = Photograph
disclosure-ask-photo-hint = The board, not people's faces. Place and telephone data are removed.
disclosure-ask-seen-day = Day
disclosure-ask-seen-time = Time
disclosure-ask-seen-time-hint = For example 07:30.
disclosure-ask-note = Remark
disclosure-ask-note-hint = Not needed. Everybody may read it.
disclosure-earlier = Recorded here before
disclosure-void = Recorded by mistake, void it
disclosure-voided = Void, recorded by mistake: { $reason }
disclosure-ask-void-reason = What was mistaken

# Registers
disclosure-registers-title = Quarterly registers of disclosures
disclosure-registers-lead = One for each quarter, with everything published, how and when; drawn up by itself when the quarter ends.
disclosure-registers-empty = No register yet: the first comes when the first quarter with a publication has ended.
disclosure-registers-empty-duty = { $committee }, under Article 13, clause 2 of the Law on Implementation of Grassroots Democracy.
disclosure-register-missing = { $quarter } has not been drawn up.
disclosure-register-title = Register of disclosures, quarter { $quarter } of { $year }
disclosure-register-summary = { $count ->
    [0] { $commune } published nothing in quarter { $quarter } of { $year }.
    [one] { $commune } published one matter in quarter { $quarter } of { $year }.
   *[other] { $commune } published { $count } matters in quarter { $quarter } of { $year }.
} The register names the form and day of each; it is drawn up and posted every quarter under Article 13, clause 2 of the Law on Implementation of Grassroots Democracy.
disclosure-register-line = { $number }. { $title } ({ $article }). Forms: { $forms }. Published on { $date }.
disclosure-register-nothing = Nothing was published in this quarter.
disclosure-withdrawn-title = A notice that was withdrawn

# Following by mail
disclosure-tool-follow = Follow by e-mail
disclosure-follow-title = Follow by e-mail
disclosure-follow-lead = You get mail when a notice is posted, corrected or withdrawn: { $board }.
disclosure-follow-boards-of = Notice boards of the communes of { $province }
disclosure-follow-address = E-mail address
disclosure-follow-address-hint = For example nguyen.an@example.vn
disclosure-follow-rhythm = How often
disclosure-follow-daily = One message each evening, none on days without news.
disclosure-follow-each = A message for each notice, as soon as it is posted, corrected or withdrawn.
disclosure-follow-promise = Your address is encrypted, shown to nobody, and erased as soon as you stop. To stop, follow the link in any message: one click.
disclosure-follow-button = Send me a confirmation
disclosure-follow-sent = Please look into your mailbox
disclosure-follow-sent-next = A message with a link to confirm is on its way to { $address }. The link works for 48 hours. If you don't see it, look among the junk mail.
disclosure-follow-too-many = Too many requests come from this network. Please try again in an hour.
disclosure-follow-not-here = Sending mail is not set up here. You can still follow by the Atom feed.
disclosure-follow-not-here-duty = The administrator of this server sets up mail.
disclosure-follow-to-board = Back to the notice board
disclosure-follow-confirm-title = Confirm
disclosure-follow-confirm-lead = Press the button to get mail about: { $board }.
disclosure-follow-confirm-button = Confirm
disclosure-follow-confirmed = Confirmed
disclosure-follow-stop-title = Stop the mail
disclosure-follow-stop-lead = Mail about: { $board }.
disclosure-follow-stop-button = Stop the mail
disclosure-follow-stopped = Stopped
disclosure-follow-stopped-next = You will get no more mail, and your address has been erased.
disclosure-follow-stale = This link does not work any more: it is older than 48 hours, or a newer one has been sent. Please open the notice board and ask again.
disclosure-error-address = Please write an e-mail address, as nguyen.an@example.vn.

# Letters to followers
disclosure-mail-confirm-subject = Please confirm: { $board }
disclosure-mail-confirm-opening = Somebody, probably you, has asked for mail at this address about: { $board }.
disclosure-mail-confirm-link = Confirm
disclosure-mail-confirm-closing = If it was not you, ignore this message: nothing changes unless you confirm, and a new address is erased after 48 hours.
disclosure-mail-posted-subject = { $unit }: { $title }
disclosure-mail-corrected-subject = { $unit } corrects: { $title }
disclosure-mail-withdrawn-subject = { $unit } withdraws a notice
disclosure-mail-posted = { $unit } posted this on { $when }.
disclosure-mail-corrected = { $unit } corrected this on { $when }.
disclosure-mail-withdrawn = { $unit } withdrew this on { $when }.
disclosure-mail-digest-subject = { $count ->
    [one] { $unit }: one public notice until the evening of { $date }
   *[other] { $unit }: { $count } public notices until the evening of { $date }
}
disclosure-mail-digest-more = This message names the first 50; { $count } more are on the notice board.
disclosure-mail-why = You get this message because you confirmed that you follow the public notices of { $unit }.
disclosure-mail-stop = Stop the mail and erase my address

# Administrative procedures
disclosure-procedures-title = Administrative procedures
disclosure-procedures-of = Administrative procedures in { $commune }
disclosure-procedures-lead = Which papers to bring, where to hand them in, what it costs, and how long it takes.
disclosure-procedures-search = Find a procedure
disclosure-procedures-search-hint = Diacritics are not needed: “khai sinh”, “ket hon”.
disclosure-procedures-empty = { $commune } has published no administrative procedures here yet.
disclosure-procedures-empty-duty = { $committee }, under Article 11, clause 13 of the Law on Implementation of Grassroots Democracy.
disclosure-procedures-no-match = No procedure matches.
disclosure-procedures-no-match-hint = Try a shorter word, or see all.
disclosure-procedures-all = See all procedures
disclosure-tool-procedures = Administrative procedures
disclosure-tool-write-procedure = Write a procedure
disclosure-procedure-choose = Choose a field
disclosure-procedure-name = Procedure
disclosure-procedure-field = Field
disclosure-procedure-code = Code
disclosure-procedure-office = Where to hand it in
disclosure-procedure-papers = Papers to hand in
disclosure-procedure-paper = Paper
disclosure-procedure-each-paper = Each paper, and how many
disclosure-procedure-number = How many
disclosure-procedure-no-papers = No papers are needed.
disclosure-procedure-originals = { $count ->
    [one] one original
   *[other] { $count } originals
}
disclosure-procedure-copies = { $count ->
    [one] one copy
   *[other] { $count } copies
}
disclosure-procedure-steps = Steps
disclosure-procedure-facts = Where, how long, at what fee
disclosure-procedure-time = Time
disclosure-procedure-at-once = On the same day
disclosure-procedure-days = { $count ->
    [one] one working day
   *[other] { $count } working days
}
disclosure-procedure-fee = Fee
disclosure-procedure-free = Free
disclosure-procedure-dong = { $amount } đồng
disclosure-procedure-fee-because = { $fee } ({ $basis })
disclosure-procedure-result = Result
disclosure-procedure-legal-basis = Legal basis
disclosure-procedure-online = Online
disclosure-procedure-notice = Notice and proof
disclosure-procedure-ended = This procedure is no longer in force; the page is kept for reference.
disclosure-procedure-see = See it as a table, step by step
disclosure-field-civil_status = Civil status
disclosure-field-certification = Certification
disclosure-field-social_protection = Social protection
disclosure-field-merit = People with merit
disclosure-field-land = Land
disclosure-field-construction = Construction
disclosure-field-business = Business registration
disclosure-field-education = Education
disclosure-field-culture = Culture, sport, religion
disclosure-field-population = Population, health
disclosure-field-other = Other
disclosure-ask-procedure-name-hint = For example: Birth registration.
disclosure-ask-procedure-summary-hint = A few sentences in plain words: who needs it, and when.
disclosure-ask-procedure-code-hint = The code in the national database of procedures; leave empty when there is none.
disclosure-ask-procedure-papers-hint = One a line: name | originals | copies. For example: Giấy chứng sinh | 1 | 0
disclosure-ask-procedure-steps-hint = One step a line.
disclosure-ask-procedure-days = Working days
disclosure-ask-procedure-days-hint = Write 0 when it is settled on the same day.
disclosure-ask-procedure-fee = Fee (đồng)
disclosure-ask-procedure-fee-hint = For example 8.000. Write 0 when it is free.
disclosure-ask-procedure-fee-basis = Basis of the fee, or who is exempt
disclosure-ask-procedure-online-hint = Begins with https://; leave empty when there is none.
disclosure-ask-procedure-day = Day of the decision that announced the procedure
disclosure-error-procedure-line = Please write one line of at most 300 letters.
disclosure-error-procedure-online = The address has to begin with https://.
disclosure-error-procedure-field = Please choose a field.
disclosure-error-procedure-fee = Please write the amount in đồng, as 8.000, or 0.
disclosure-error-procedure-fee-basis = A fee needs its basis.
disclosure-error-procedure-days = Please write a number of working days from 0 to 365.
disclosure-error-procedure-steps = Please write at least one step, one a line, at most 40 lines.
disclosure-error-procedure-papers = Please write one paper a line: name | originals | copies.
